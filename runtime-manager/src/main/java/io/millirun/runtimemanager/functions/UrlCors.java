package io.millirun.runtimemanager.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may use a function URL, as AWS Lambda's {@code Cors} has it.
 *
 * @param maxAge seconds that browsers may keep the answer to a preflight request, 0 to 86,400
 */
public record UrlCors(
        boolean allowCredentials,
        List<String> allowHeaders,
        List<String> allowMethods,
        List<String> allowOrigins,
        List<String> exposeHeaders,
        int maxAge) {

    public UrlCors(
            boolean allowCredentials,
            @Nullable List<String> allowHeaders,
            @Nullable List<String> allowMethods,
            @Nullable List<String> allowOrigins,
            @Nullable List<String> exposeHeaders,
            int maxAge) {
        this.allowCredentials = allowCredentials;
        this.allowHeaders = copy(allowHeaders);
        this.allowMethods = copy(allowMethods);
        this.allowOrigins = copy(allowOrigins);
        this.exposeHeaders = copy(exposeHeaders);
        this.maxAge = maxAge;
    }

    private static List<String> copy(@Nullable List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }
}
