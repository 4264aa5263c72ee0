package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.functions.UrlCors;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a function URL's answers say to browsers about pages of other origins, in the place of the handler. */
final class Cors {

    private Cors() {}

    /** Whether {@code request} asks what would be allowed, and is not for the handler. */
    static boolean isPreflight(HttpServerRequest request) {
        return HttpMethod.OPTIONS.equals(request.method())
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Answers a preflight request. */
    static void preflight(HttpServerRequest request, UrlCors rules) {
        MultiMap headers = request.response().headers();
        origin(request, rules).ifPresent(origin -> {
            allow(headers, origin, rules);
            String method = request.getHeader("Access-Control-Request-Method");
            if (allows(rules.allowMethods(), method)) {
                headers.set(
                        "Access-Control-Allow-Methods",
                        rules.allowMethods().contains("*") ? method : String.join(",", rules.allowMethods()));
            }
            String asked = request.getHeader("Access-Control-Request-Headers");
            if (!rules.allowHeaders().isEmpty()) {
                headers.set(
                        "Access-Control-Allow-Headers",
                        rules.allowHeaders().contains("*") && asked != null
                                ? asked
                                : String.join(",", rules.allowHeaders()));
            }
            if (rules.maxAge() > 0) {
                headers.set("Access-Control-Max-Age", Integer.toString(rules.maxAge()));
            }
        });
        request.response().setStatusCode(204).end();
    }

    /** Puts the rules on the answer to {@code request}, over what the handler says. */
    static void onAnswer(HttpServerRequest request, UrlCors rules) {
        MultiMap headers = request.response().headers();
        origin(request, rules).ifPresent(origin -> {
            allow(headers, origin, rules);
            if (!rules.exposeHeaders().isEmpty()) {
                headers.set("Access-Control-Expose-Headers", String.join(",", rules.exposeHeaders()));
            }
        });
    }

    private static void allow(MultiMap headers, String origin, UrlCors rules) {
        boolean any = rules.allowOrigins().contains("*") && !rules.allowCredentials();
        headers.set("Access-Control-Allow-Origin", any ? "*" : origin);
        if (!any) {
            headers.add("Vary", "Origin");
        }
        if (rules.allowCredentials()) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
    }

    private static Optional<String> origin(HttpServerRequest request, UrlCors rules) {
        return Optional.ofNullable(request.getHeader("Origin"))
                .filter(origin -> rules.allowOrigins().stream().anyMatch(pattern -> matches(pattern, origin)));
    }

    /** Patterns are origins, {@code *}, or begin their host with {@code *.}. */
    private static boolean matches(String pattern, String origin) {
        if (pattern.equals("*") || pattern.equalsIgnoreCase(origin)) {
            return true;
        }
        int star = pattern.indexOf("*.");
        return star >= 0
                && origin.toLowerCase(Locale.ROOT)
                        .startsWith(pattern.substring(0, star).toLowerCase(Locale.ROOT))
                && origin.toLowerCase(Locale.ROOT)
                        .endsWith(pattern.substring(star + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean allows(List<String> methods, String method) {
        return methods.contains("*") || methods.stream().anyMatch(method::equalsIgnoreCase);
    }
}
