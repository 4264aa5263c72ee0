package io.millirun.runtimemanager.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the control groups of a process lie in the mounted file systems, from {@code /proc/<pid>/cgroup} (cgroups(7)): one
 * line per version 1 hierarchy, {@code 0::<path>} for version 2.
 */
record CgroupPaths(String membership, Path root) {

    /** The groups of process {@code pid}, as this process sees it. */
    static CgroupPaths of(long pid, Path root) {
        try (KernelFile membership = KernelFile.toRead(Path.of("/proc", Long.toString(pid), "cgroup"), 2_048)) {
            return new CgroupPaths(membership.read().toString(), root);
        }
    }

    /** The version 1 group of {@code controller}, if that hierarchy is mounted. */
    Optional<Path> v1(String controller) {
        return membership
                .lines()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && Arrays.asList(parts[1].split(",")).contains(controller))
                .map(parts -> root.resolve(controller).resolve(parts[2].substring(1)))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** The version 2 group, if it has the controllers that instances need. */
    Optional<Path> v2() {
        return membership
                .lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> root.resolve(line.substring("0::/".length())))
                .filter(group -> Files.exists(group.resolve("memory.max")))
                .findFirst();
    }
}
