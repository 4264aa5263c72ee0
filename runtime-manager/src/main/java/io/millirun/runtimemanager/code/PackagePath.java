package io.millirun.runtimemanager.code;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for paths inside a package: relative, plain, and never out of the package's root. */
final class PackagePath {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private PackagePath() {}

    /**
     * The path of an entry whose name in the zip is {@code name}: without a leading {@code ./} and without the slash
     * that marks a folder.
     *
     * @throws InvalidPackageException if it leaves the root or cannot be a file's path
     */
    static String of(String name) {
        String path = name.startsWith("./") ? name.substring(2) : name;
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (path.startsWith("/") || name.equals("/") || DRIVE.matcher(path).matches()) {
            throw refused(name, "has an absolute path");
        }
        if (path.indexOf('\\') >= 0) {
            throw refused(name, "has a backslash in its path; folders are separated by /");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw refused(name, "has a control character in its path");
        }
        if (bytes(path) > PackageLimits.PATH_BYTES) {
            throw refused(name, "has a path longer than " + PackageLimits.PATH_BYTES + " bytes");
        }
        for (String part : path.split("/", -1)) {
            switch (part) {
                case ".." -> throw refused(name, "leaves the package's root with ..");
                case "", "." -> throw refused(name, "has an empty name or a . in its path");
                default -> {
                    if (bytes(part) > PackageLimits.NAME_BYTES) {
                        throw refused(name, "has a name longer than " + PackageLimits.NAME_BYTES + " bytes");
                    }
                }
            }
        }
        return path;
    }

    /**
     * Checks that a link at {@code path} stays inside the root: its target may climb only first, and not too high.
     * No entry lies below a link, so the folders it climbs are real ones.
     *
     * @throws InvalidPackageException if it does not
     */
    static void checkLink(String path, String target) {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\\') >= 0 || target.indexOf('\0') >= 0) {
            throw refused(path, "is a link that is not relative");
        }
        long depth = path.chars().filter(c -> c == '/').count();
        boolean climbing = true;
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                if (!climbing || --depth < 0) {
                    throw refused(path, "is a link that leaves the package's root");
                }
            } else {
                climbing = false;
            }
        }
    }

    static InvalidPackageException refused(String entry, String what) {
        return refused(entry, what, null);
    }

    static InvalidPackageException refused(String entry, String what, @Nullable Throwable cause) {
        String shown = entry.length() <= 120 ? entry : entry.substring(0, 120) + "…";
        return InvalidPackageException.because(
                "The entry \"" + shown.replaceAll("\\p{Cntrl}", "?") + "\" " + what + ".", cause);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
