package io.millirun.portal.activity;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.logs.FunctionLogs;
import io.millirun.runtimemanager.logs.FunctionLogs.Written;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends what is written into a function's log to a browser that follows it, each line once. */
@Component
class LiveLogs {

    private static final Logger log = LoggerFactory.getLogger(LiveLogs.class);

    /** After that the browser comes again, and is asked who it is. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** Writers finish out of order, but not by more than this. */
    private static final Duration LATEST_WRITER = Duration.ofSeconds(10);

    private static final Duration LONGEST_AGO = Duration.ofMinutes(15);
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_PER_ORGANIZATION = 20;

    private final FunctionLogs logs;
    private final Clock clock;
    private final Map<TenantId, Semaphore> followers = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    LiveLogs(FunctionLogs logs, Clock clock) {
        this.logs = logs;
        this.clock = clock;
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    /**
     * Writes to {@code response} until the browser goes or some minutes are over.
     *
     * @param text only lines with it, upper and lower case alike; empty for all
     * @param since milliseconds since 1970 from when on lines are wanted
     * @param lastEvent the last event's id, where a browser comes again
     */
    void follow(
            TenantId tenant,
            FunctionVersion function,
            String text,
            long since,
            @Nullable String lastEvent,
            HttpServletResponse response)
            throws InterruptedException {
        Semaphore places = followers.computeIfAbsent(tenant, _ -> new Semaphore(MOST_PER_ORGANIZATION));
        if (!places.tryAcquire()) {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            return;
        }
        try {
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            new Following(tenant, function, text.strip().toLowerCase(Locale.ROOT), start(since, lastEvent))
                    .run(response.getWriter());
        } catch (IOException gone) {
            log.debug("a follower has gone: {}", gone.getMessage());
        } finally {
            places.release();
        }
    }

    private Instant start(long since, @Nullable String lastEvent) {
        Instant earliest = clock.instant().minus(LONGEST_AGO);
        try {
            Instant asked = Instant.ofEpochMilli(lastEvent == null ? since : Long.parseLong(lastEvent));
            return asked.isBefore(earliest) ? earliest : asked;
        } catch (NumberFormatException _) {
            return earliest;
        }
    }

    /** One browser's following. */
    private final class Following {

        private final TenantId tenant;
        private final FunctionVersion function;
        private final String text;
        private final Instant first;
        private final Map<Piece, Instant> seen = new HashMap<>();
        private final Set<UUID> begun = new HashSet<>();
        private Instant newest;

        private record Piece(UUID id, int part) {}

        Following(TenantId tenant, FunctionVersion function, String text, Instant first) {
            this.tenant = tenant;
            this.function = function;
            this.text = text;
            this.first = first;
            this.newest = first;
        }

        void run(PrintWriter out) throws InterruptedException {
            Instant end = clock.instant().plus(LONGEST);
            Instant beat = clock.instant();
            out.print("retry: 1000\n\n");
            while (!stopping && clock.instant().isBefore(end) && !out.checkError()) {
                for (Written written : news()) {
                    send(written, out);
                }
                if (clock.instant().isAfter(beat.plus(HEARTBEAT))) {
                    beat = clock.instant();
                    out.print(": still here\n\n");
                }
                Thread.sleep(LOOK);
            }
        }

        private List<Written> news() {
            Instant from = newest.minus(LATEST_WRITER);
            List<Written> found = logs.since(
                    tenant, function.function(), from.isBefore(first) ? first : from, MOST_AT_ONCE + seen.size());
            seen.values().removeIf(written -> written.isBefore(from));
            return found.stream()
                    .filter(written -> seen.putIfAbsent(
                                    new Piece(
                                            written.id().value(),
                                            written.output().part()),
                                    written.output().writtenAt())
                            == null)
                    .toList();
        }

        private void send(Written written, PrintWriter out) {
            if (written.output().writtenAt().isAfter(newest)) {
                newest = written.output().writtenAt();
            }
            boolean firstOfCall = begun.add(written.id().value());
            if (written.summary() != null) {
                begun.remove(written.id().value());
            }
            List<LogView.Line> lines = LogView.of(
                            written, firstOfCall, function.options().logging().format())
                    .stream()
                    .filter(line -> text.isEmpty()
                            || line.text().toLowerCase(Locale.ROOT).contains(text)
                            || line.id().equals(text))
                    .toList();
            if (!lines.isEmpty()) {
                out.print("id: " + newest.toEpochMilli() + "\nevent: lines\ndata: "
                        + JsonMapper.shared().writeValueAsString(lines) + "\n\n");
            }
        }
    }
}
