package io.millirun.portal.security;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.portal.account.Person;
import io.millirun.portal.account.Users;
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
public class MemberFilter extends OncePerRequestFilter {

    /** Request attribute: all memberships of the person, a list of {@link Member}. */
    public static final String MEMBERSHIPS = "io.millirun.portal.organization.Member.all";

    /** Session attribute: the id of the organization the person chose, as text. */
    public static final String CHOICE = "organization";

    /** Session attribute: the id of the organization that an operator acts for, as text. */
    public static final String ACTING = "acting-for";

    private final Users users;
    private final Members members;

    MemberFilter(Users users, Members members) {
        this.users = users;
        this.members = members;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Person> person = person(request);
        if (person.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(Person.class.getName(), person.get());
        List<Member> memberships = members.of(person.get().id());
        request.setAttribute(MEMBERSHIPS, memberships);
        Optional<Member> member = acting(person.get(), request).or(() -> chosen(memberships, request));
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

    /** The person behind the session; a session whose account is gone is over. */
    private Optional<Person> person(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof PortalUser user)) {
            return Optional.empty();
        }
        Optional<Person> person = users.person(user.userId());
        if (person.isEmpty()) {
            end(request);
        }
        return person;
    }

    private Optional<Member> acting(Person person, HttpServletRequest request) {
        TenantId organization = person.operator() ? remembered(request, ACTING) : null;
        return organization == null ? Optional.empty() : members.acting(person, organization);
    }

    private static Optional<Member> chosen(List<Member> memberships, HttpServletRequest request) {
        TenantId choice = remembered(request, CHOICE);
        return memberships.stream()
                .filter(membership -> membership.organization().equals(choice))
                .findFirst()
                .or(() -> memberships.stream().findFirst());
    }

    private static @Nullable TenantId remembered(HttpServletRequest request, String attribute) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(attribute) instanceof String text ? TenantId.parse(text) : null;
    }

    private static void end(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
