package io.millirun.portal.security;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Members;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the organization that a logged-in person acts for, binds it as the current tenant and leaves the {@link Member} in
 * the request. A membership that ended since the last request counts at once.
 */
class MemberFilter extends OncePerRequestFilter {

    /** Session attribute: the id of the organization the person chose, as text. */
    static final String CHOICE = "organization";

    private final Members members;

    MemberFilter(Members members) {
        this.members = members;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Member> member = member(request);
        if (member.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(Member.class.getName(), member.get());
        try {
            CurrentTenant.call(member.get().organization(), () -> {
                chain.doFilter(request, response);
                return true;
            });
        } catch (ServletException | IOException | RuntimeException expected) {
            throw expected;
        } catch (Exception impossible) {
            throw new ServletException(impossible);
        }
    }

    private Optional<Member> member(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof PortalUser user)) {
            return Optional.empty();
        }
        List<Member> memberships = members.of(user.userId());
        if (memberships.isEmpty()) {
            end(request);
            return Optional.empty();
        }
        TenantId chosen = choice(request.getSession(false));
        return memberships.stream()
                .filter(membership -> membership.organization().equals(chosen))
                .findFirst()
                .or(() -> Optional.of(memberships.getFirst()));
    }

    private static @Nullable TenantId choice(@Nullable HttpSession session) {
        return session != null && session.getAttribute(CHOICE) instanceof String text ? TenantId.parse(text) : null;
    }

    private static void end(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
