package io.millirun.runtimemanager.code;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A code package ready to be sent to a stem: the list of its files, and one local file with their contents end to end.
 *
 * @param contents local file whose bytes are the files' contents in the order of {@code files}
 * @param length length of {@code contents} in bytes
 */
public record CodeBundle(String digest, List<File> files, Path contents, long length) {

    /** Of functions whose code is in their image. */
    public static final CodeBundle NONE = new CodeBundle("", List.of(), Path.of("/dev/null"), 0);

    public CodeBundle {
        files = List.copyOf(files);
    }

    /**
     * One file of the package.
     *
     * @param path relative to the root of the package, with {@code /} between names; absolute for what layers put elsewhere
     * @param mode permission bits, {@code 0644} or {@code 0755}
     * @param size bytes of content; 0 for a link
     * @param link target of a symbolic link, null for a regular file
     */
    public record File(
            String path, int mode, long size, @Nullable String link) {}
}
