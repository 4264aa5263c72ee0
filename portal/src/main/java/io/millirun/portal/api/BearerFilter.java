package io.millirun.portal.api;

import io.millirun.kernel.CurrentTenant;
import io.millirun.runtimemanager.Authentication;
import io.millirun.runtimemanager.Authentication.Authenticated;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Callers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.ObjectMapper;

/** Admits API requests with a good access key, binds its organization as the current tenant, and refuses all others. */
class BearerFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(BearerFilter.class);
    private static final String SCHEME = "Bearer ";

    private final Callers callers;
    private final ObjectMapper json;

    BearerFilter(Callers callers, ObjectMapper json) {
        this.callers = callers;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (authenticate(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            case Authenticated(Caller caller) -> proceed(caller, request, response, chain);
            case Rejected(String _, String message) -> refuse(message, response);
            case null ->
                answer(HttpStatus.SERVICE_UNAVAILABLE, "Access keys cannot be checked at the moment.", response);
        }
    }

    /** Null if nobody can say at the moment. */
    private @Nullable Authentication authenticate(@Nullable String header) {
        return header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? new Rejected("Send an access key: Authorization: Bearer mr_<key id>_<secret>.")
                : callers.authenticate(header.substring(SCHEME.length()).strip())
                        .toCompletableFuture()
                        .exceptionally(away -> {
                            log.warn("An access key could not be looked up", away);
                            return null;
                        })
                        .join();
    }

    private static void proceed(
            Caller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(Caller.class.getName(), caller);
        SecurityContextHolder.getContext()
                .setAuthentication(new PreAuthenticatedAuthenticationToken(
                        caller, null, List.of(new SimpleGrantedAuthority("ROLE_API"))));
        try {
            CurrentTenant.call(caller.tenant(), () -> {
                chain.doFilter(request, response);
                return true;
            });
        } catch (ServletException | IOException | RuntimeException expected) {
            throw expected;
        } catch (Exception impossible) {
            throw new ServletException(impossible);
        }
    }

    private void refuse(String message, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        answer(HttpStatus.UNAUTHORIZED, message, response);
    }

    private void answer(HttpStatus status, String message, HttpServletResponse response) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, message);
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }
}
