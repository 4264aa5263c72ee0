package io.millirun.portal.security;

import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** The paths whose routes all declare that they are open to everybody. */
@Component
class PublicRoutes implements RequestMatcher {

    private final Supplier<List<PathPattern>> patterns;

    PublicRoutes(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> routes) {
        this.patterns = SingletonSupplier.of(() -> patterns(routes.getObject()));
    }

    private static List<PathPattern> patterns(RequestMappingHandlerMapping routes) {
        return routes.getHandlerMethods().entrySet().stream()
                .filter(route -> RouteRules.governs(route.getValue())
                        && RouteRules.ruleOf(route.getValue()).equals(Optional.of(Permission.PUBLIC)))
                .flatMap(route -> Optional.ofNullable(route.getKey().getPathPatternsCondition())
                        .map(condition -> condition.getPatterns().stream())
                        .stream()
                        .flatMap(found -> found))
                .toList();
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return patterns.get().stream().anyMatch(pattern -> pattern.matches(path));
    }
}
