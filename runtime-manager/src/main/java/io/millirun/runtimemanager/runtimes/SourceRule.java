package io.millirun.runtimemanager.runtimes;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a package of source is told from one that can run as it is.
 *
 * @param manifest the file that names dependencies, {@code package.json}
 * @param asking regular expression that the manifest's text must match somewhere for anything to be done about it
 * @param complete what a package has that brings its dependencies: a path, {@code folder/}, or with a {@code *} for any
 *     beginning
 */
public record SourceRule(String manifest, String asking, List<String> complete) {

    public SourceRule(String manifest, @Nullable String asking, @Nullable List<String> complete) {
        this.manifest = manifest;
        this.asking = asking == null ? "" : asking;
        this.complete = complete == null ? List.of() : List.copyOf(complete);
    }

    /**
     * Whether a package must be built before it can run.
     *
     * @param paths its files
     * @param text gives the text of one of them
     */
    public boolean mustBeBuilt(Collection<String> paths, Function<String, String> text) {
        return paths.contains(manifest)
                && paths.stream().noneMatch(path -> complete.stream().anyMatch(pattern -> matches(pattern, path)))
                && Pattern.compile(asking).matcher(text.apply(manifest)).find();
    }

    private static boolean matches(String pattern, String path) {
        if (pattern.endsWith("/")) {
            int slash = path.indexOf('/');
            return slash >= 0 && matches(pattern.substring(0, pattern.length() - 1), path.substring(0, slash));
        }
        int star = pattern.indexOf('*');
        return star < 0
                ? path.equals(pattern)
                : path.length() >= pattern.length() - 1
                        && path.startsWith(pattern.substring(0, star))
                        && path.endsWith(pattern.substring(star + 1));
    }
}
