package io.millirun.portal.security;

import io.millirun.portal.account.Person;
import io.millirun.portal.mail.MailServer;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.suspension.StandingWatch;
import io.millirun.runtimemanager.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Lets a request reach its handler only if whoever sent it has the permission that the route {@link Needs}. */
public class RouteRules implements HandlerInterceptor {

    private static final String FUNCTION = "/functions/{name}";

    private final MailServer mail;
    private final StandingWatch standings;

    RouteRules(MailServer mail, StandingWatch standings) {
        this.mail = mail;
        this.standings = standings;
    }

    /** The permission that a handler asks for; empty if it declares none. */
    public static Optional<Permission> ruleOf(HandlerMethod handler) {
        Needs own = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Needs.class);
        Needs needs =
                own != null ? own : AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Needs.class);
        return Optional.ofNullable(needs).map(Needs::value);
    }

    /** Whether the handler is one of Millirun's; others guard themselves. */
    public static boolean governs(HandlerMethod handler) {
        return handler.getBeanType().getPackageName().startsWith("io.millirun.");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod method) || !governs(method)) {
            return true;
        }
        Permission needed = ruleOf(method)
                .orElseThrow(() -> new IllegalStateException("the route of " + method + " declares no permission"));
        if (needed.audience() == Permission.Audience.MEMBER && mustWait(request)) {
            response.sendRedirect("/welcome");
            return false;
        }
        if (mayPass(needed, request)) {
            if (needed == Permission.DEPLOY && isReadOnly(request)) {
                throw new ResponseStatusException(
                        HttpStatus.FORBIDDEN, "The organization is read-only because an invoice is not paid.");
            }
            return true;
        }
        if (needed.audience() == Permission.Audience.MEMBER && isWithoutOrganization(request)) {
            response.sendRedirect("/organizations/new");
            return false;
        }
        // People do not learn that the console is there; programs read of its routes in the description.
        boolean hidden = needed == Permission.OPERATE && attribute(request, Caller.class) == null;
        throw new ResponseStatusException(hidden ? HttpStatus.NOT_FOUND : HttpStatus.FORBIDDEN);
    }

    /** Whether the person has to confirm an address, or an operator to let the organization in, before anything else. */
    private boolean mustWait(HttpServletRequest request) {
        Person person = attribute(request, Person.class);
        Member member = attribute(request, Member.class);
        return (person != null && !person.confirmed() && mail.isConfigured()) || (member != null && member.pending());
    }

    /** Whether this would change something of an organization that may not be changed. */
    private boolean isReadOnly(HttpServletRequest request) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return false;
        }
        Caller caller = attribute(request, Caller.class);
        Member member = attribute(request, Member.class);
        return caller != null
                ? standings.isReadOnly(caller.tenant())
                : member != null && !member.acting() && standings.isReadOnly(member.organization());
    }

    private static boolean mayPass(Permission needed, HttpServletRequest request) {
        Caller caller = attribute(request, Caller.class);
        if (caller != null) {
            return needed.isIn(caller.grants()) && covers(caller, needed, request);
        }
        Person person = attribute(request, Person.class);
        Member member = attribute(request, Member.class);
        return switch (needed.audience()) {
            case EVERYBODY -> true;
            case PERSON -> person != null;
            case MEMBER -> member != null && member.may(needed);
            case OPERATOR -> person != null && person.operator();
        };
    }

    /** A key limited to some functions reaches those by their own routes, and nothing else. */
    private static boolean covers(Caller caller, Permission needed, HttpServletRequest request) {
        if (caller.grants().functions() == null || needed == Permission.BELONG || needed == Permission.PUBLIC) {
            return true;
        }
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        boolean ofFunction = pattern != null && pattern.toString().contains(FUNCTION);
        return needed.concernsFunctions()
                && ofFunction
                && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && caller.grants().covers(String.valueOf(variables.get("name")));
    }

    private static boolean isWithoutOrganization(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && attribute(request, Person.class) != null
                && attribute(request, Member.class) == null;
    }

    private static <T> @Nullable T attribute(HttpServletRequest request, Class<T> type) {
        Object value = request.getAttribute(type.getName());
        return type.isInstance(value) ? type.cast(value) : null;
    }
}
