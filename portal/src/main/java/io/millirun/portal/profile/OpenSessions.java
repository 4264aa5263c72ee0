package io.millirun.portal.profile;

import io.millirun.portal.account.UserId;
import io.millirun.portal.onetime.Secrets;
import io.millirun.portal.security.LogIn;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/** Where a person is logged in. Sessions are named by a digest: their ids are as good as a password. */
@Component
public class OpenSessions {

    private static final int HANDLE_BYTES = 8;

    private final FindByIndexNameSessionRepository<? extends Session> sessions;

    OpenSessions(FindByIndexNameSessionRepository<? extends Session> sessions) {
        this.sessions = sessions;
    }

    /** A session. */
    public record OpenSession(
            String handle, String browser, String address, Instant since, Instant lastSeen, boolean current) {}

    /** Those of the person, the one in use first. */
    List<OpenSession> of(UserId user, @Nullable String currentId) {
        return sessions.findByPrincipalName(user.toString()).values().stream()
                .filter(session -> !session.isExpired())
                .map(session -> new OpenSession(
                        handle(session.getId()),
                        browser(session.getAttribute(LogIn.SESSION_AGENT)),
                        Objects.requireNonNullElse(session.<String>getAttribute(LogIn.SESSION_ADDRESS), ""),
                        session.getCreationTime(),
                        session.getLastAccessedTime(),
                        session.getId().equals(currentId)))
                .sorted(Comparator.comparing(OpenSession::current)
                        .thenComparing(OpenSession::lastSeen)
                        .reversed())
                .toList();
    }

    /** Ends one; whether the person had it. */
    boolean end(UserId user, String handle) {
        return endWhere(user, id -> handle(id).equals(handle)) > 0;
    }

    /** Ends all but the one in use. */
    int endOthers(UserId user, @Nullable String currentId) {
        return endWhere(user, id -> !id.equals(currentId));
    }

    private int endWhere(UserId user, Predicate<String> chosen) {
        List<String> ids = sessions.findByPrincipalName(user.toString()).keySet().stream()
                .filter(chosen)
                .toList();
        ids.forEach(sessions::deleteById);
        return ids.size();
    }

    private static String handle(String id) {
        return HexFormat.of().formatHex(Secrets.digest(id), 0, HANDLE_BYTES);
    }

    /** What kind of browser a header names, as far as people care. */
    static String browser(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return "Unknown browser";
        }
        String name = agent.contains("Firefox/")
                ? "Firefox"
                : agent.contains("Edg/")
                        ? "Edge"
                        : agent.contains("Chrome/") || agent.contains("Chromium/")
                                ? "Chrome"
                                : agent.contains("Safari/") ? "Safari" : "Another browser";
        String system = agent.contains("Android")
                ? "Android"
                : agent.contains("iPhone") || agent.contains("iPad")
                        ? "iOS"
                        : agent.contains("Windows")
                                ? "Windows"
                                : agent.contains("Mac OS") ? "macOS" : agent.contains("Linux") ? "Linux" : "";
        return system.isEmpty() ? name : name + " on " + system;
    }
}
