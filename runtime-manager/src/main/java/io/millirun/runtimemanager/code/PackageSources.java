package io.millirun.runtimemanager.code;

import java.util.List;

/**
 * What of a package an editor can show.
 *
 * @param files its text files, by path
 * @param others paths of what is not shown: binary and large files, links, and what is beyond the number shown
 */
public record PackageSources(List<SourceFile> files, List<String> others) {

    public PackageSources {
        files = List.copyOf(files);
        others = List.copyOf(others);
    }

    /** A text file of a package. */
    public record SourceFile(String path, String text) {}
}
