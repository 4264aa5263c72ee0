package io.millirun.portal.security;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.PortalProperties;
import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Members;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;

/** Opens a session for a person, after their password was checked or their account was made. */
@Component
public class LogIn {

    /** Session attributes: the network address and the browser that logged in. */
    public static final String SESSION_ADDRESS = "address";

    public static final String SESSION_AGENT = "agent";

    private static final int LONGEST_AGENT = 300;

    private final Members members;
    private final AuditLog audit;
    private final PortalProperties properties;

    LogIn(Members members, AuditLog audit, PortalProperties properties) {
        this.members = members;
        this.audit = audit;
        this.properties = properties;
    }

    /** Opens a new session for a person who just signed up, whatever session the browser had. */
    public void open(UserId user, HttpServletRequest request, HttpServletResponse response) {
        HttpSession earlier = request.getSession(false);
        if (earlier != null) {
            earlier.invalidate();
        }
        authenticate(user, request, response);
        opened(user, request);
    }

    /**
     * Logs a person in whose second step or passkey was checked, in a session with another id.
     *
     * @return where to lead them: the page that asked for the log-in, else home
     */
    public String complete(UserId user, HttpServletRequest request, HttpServletResponse response) {
        request.getSession();
        request.changeSessionId();
        authenticate(user, request, response);
        opened(user, request);
        SavedRequest asked = new HttpSessionRequestCache().getRequest(request, response);
        new HttpSessionRequestCache().removeRequest(request, response);
        return asked == null ? "/" : path(asked.getRedirectUrl());
    }

    /** The part of an address that stays on this portal. */
    private static String path(String address) {
        URI uri = URI.create(address);
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private static void authenticate(UserId user, HttpServletRequest request, HttpServletResponse response) {
        Authentication authentication = UsernamePasswordAuthenticationToken.authenticated(
                new PortalUser(user.value()), null, List.of(new SimpleGrantedAuthority("ROLE_USER")));
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }

    /** Lets the session of a person who just logged in last, and notes it in the audit log. */
    void opened(UserId user, HttpServletRequest request) {
        request.getSession()
                .setMaxInactiveInterval(Math.toIntExact(properties.sessionIdle().toSeconds()));
        HttpSession session = request.getSession();
        session.setAttribute(SESSION_ADDRESS, String.valueOf(request.getRemoteAddr()));
        String agent = String.valueOf(request.getHeader("User-Agent"));
        session.setAttribute(SESSION_AGENT, agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)));
        members.of(user).stream().findFirst().ifPresent(member -> record(member, request));
    }

    private void record(Member member, HttpServletRequest request) {
        CurrentTenant.run(
                member.organization(),
                () -> audit.record(
                        member.organization(),
                        Actor.of(member, request.getRemoteAddr()),
                        "session.open",
                        member.email()));
    }
}
