package io.millirun.portal.security;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Members;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;

/** Notes in the audit log that a person logged out. */
@Component
class LogOut implements LogoutHandler {

    private final Members members;
    private final AuditLog audit;

    LogOut(Members members, AuditLog audit) {
        this.members = members;
        this.audit = audit;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication != null && authentication.getPrincipal() instanceof PortalUser user) {
            members.of(user.userId()).stream()
                    .findFirst()
                    .ifPresent(member -> CurrentTenant.run(
                            member.organization(),
                            () -> audit.record(
                                    member.organization(),
                                    Actor.of(member, request.getRemoteAddr()),
                                    "session.close",
                                    member.email())));
        }
    }
}
