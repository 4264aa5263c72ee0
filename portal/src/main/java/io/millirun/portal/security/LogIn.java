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
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/** Opens a session for a person, after their password was checked or their account was made. */
@Component
public class LogIn {

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
        Authentication authentication = UsernamePasswordAuthenticationToken.authenticated(
                new PortalUser(user.value()), null, List.of(new SimpleGrantedAuthority("ROLE_USER")));
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        opened(user, request);
    }

    /** Lets the session of a person who just logged in last, and notes it in the audit log. */
    void opened(UserId user, HttpServletRequest request) {
        request.getSession()
                .setMaxInactiveInterval(Math.toIntExact(properties.sessionIdle().toSeconds()));
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
