package io.millirun.runtimemanager.code;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * A file or a link in a package's zip.
 *
 * @param mode {@code 0755} if anybody may execute it, else {@code 0644}
 * @param link target of a symbolic link, null for a file
 * @param zipped where its bytes are
 */
record PackageEntry(String path, int mode, @Nullable String link, ZipArchiveEntry zipped) {

    static final int PLAIN = 0644;
    static final int EXECUTABLE = 0755;
}
