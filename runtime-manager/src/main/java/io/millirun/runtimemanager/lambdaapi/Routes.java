package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.Scope;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which operation a method and a path mean. */
final class Routes {

    private final List<Route> routes = new ArrayList<>();

    /** @param parameters of the path, decoded */
    record Match(Route route, Map<String, String> parameters) {}

    /**
     * One operation's place.
     *
     * @param name of the operation
     * @param segments of the path; those in braces are parameters, a last one may have slashes
     * @param scope what a credential must admit to
     */
    record Route(String name, String method, List<String> segments, Scope scope, Operation operation) {}

    void add(String name, String method, String path, Scope scope, Operation operation) {
        routes.add(new Route(name, method, segments(path), scope, operation));
    }

    /** The names of all operations. */
    List<String> names() {
        return routes.stream().map(Route::name).toList();
    }

    Optional<Match> find(String method, String path) {
        List<String> given = segments(path);
        for (Route route : routes) {
            if (route.method().equals(method)) {
                Map<String, String> parameters = match(route.segments(), given);
                if (parameters != null) {
                    return Optional.of(new Match(route, parameters));
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Map<String, String> match(List<String> template, List<String> given) {
        if (template.size() != given.size()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String segment = template.get(i);
            if (segment.startsWith("{")) {
                if (given.get(i).isEmpty()) {
                    return null;
                }
                parameters.put(segment.substring(1, segment.length() - 1), decoded(given.get(i)));
            } else if (!segment.equals(given.get(i))) {
                return null;
            }
        }
        return parameters;
    }

    private static List<String> segments(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return List.of(bare.split("/", -1));
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw ApiError.invalid("The path is not percent-encoded as it should be: " + segment);
        }
    }
}
