package io.millirun.portal.walk;

import io.millirun.portal.security.RouteRules;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** The patterns of all pages' addresses, and for each an address that leads to such a page, as far as one is known. */
final class PageTable {

    private final List<PathPattern> patterns;
    private final Map<String, String> addresses = new TreeMap<>();

    PageTable(RequestMappingHandlerMapping mapping) {
        this.patterns = mapping.getHandlerMethods().entrySet().stream()
                .filter(route -> RouteRules.governs(route.getValue()))
                .filter(route ->
                        route.getKey().getMethodsCondition().getMethods().contains(RequestMethod.GET)
                                || route.getKey().getMethodsCondition().isEmpty())
                // What writes its answer itself is a file or a stream, which never ends.
                .filter(route -> route.getValue().getMethod().getReturnType() == String.class)
                .flatMap(route -> route.getKey().getPathPatternsCondition() == null
                        ? Stream.empty()
                        : route.getKey().getPathPatternsCondition().getPatterns().stream())
                .filter(pattern -> !pattern.getPatternString().startsWith("/api/"))
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        patterns.stream()
                .map(PathPattern::getPatternString)
                .filter(pattern -> pattern.indexOf('{') < 0)
                .forEach(pattern -> addresses.put(pattern, pattern));
    }

    /** All patterns. */
    List<String> patterns() {
        return patterns.stream().map(PathPattern::getPatternString).toList();
    }

    /** Sets the address of a page. */
    void name(String pattern, String address) {
        addresses.put(pattern, address);
    }

    /** Learns the addresses of pages from links; the first that leads to a page is kept. */
    void noteLinks(Iterable<String> links) {
        for (String link : links) {
            int query = link.indexOf('?');
            PathContainer path = PathContainer.parsePath(query < 0 ? link : link.substring(0, query));
            patterns.stream()
                    .filter(pattern -> pattern.matches(path))
                    .findFirst()
                    .map(PathPattern::getPatternString)
                    .ifPresent(pattern -> {
                        boolean byToken = query >= 0 && link.startsWith("token=", query + 1);
                        if (byToken && pattern.equals(addresses.get(pattern))) {
                            addresses.put(pattern, link);
                        } else {
                            addresses.putIfAbsent(pattern, link);
                        }
                    });
        }
    }

    /** What is known by now, by pattern. */
    Map<String, String> addresses() {
        return new TreeMap<>(addresses);
    }

    /** A file's name for the pictures of a page. */
    static String fileName(String pattern) {
        String name = pattern.replaceFirst("^/", "").replaceAll("[{}*]", "").replace('/', '-');
        return name.isEmpty() ? "home" : name;
    }
}
