package io.millirun.runtimemanager.cgroup;

import io.millirun.runtimemanager.instances.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the control groups of a container's first process in the host's mounted cgroup file system. */
public final class Cgroups {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private Cgroups() {}

    /**
     * The kernel files of the container whose first process is {@code pid}; empty where this process cannot see them or
     * may not write them, so that the engine has to be asked instead.
     */
    public static Optional<Sandbox> sandbox(long pid) {
        CgroupPaths paths = CgroupPaths.of(pid, MOUNT);
        Optional<Path> v2 = paths.v2().filter(group -> Files.isWritable(group.resolve("cgroup.freeze")));
        if (v2.isPresent()) {
            return v2.map(group -> new CgroupV2(pid, group));
        }
        return paths.v1("freezer")
                .filter(freezer -> Files.isWritable(freezer.resolve("freezer.state")))
                .flatMap(freezer -> paths.v1("memory")
                        .flatMap(memory -> paths.v1("cpu")
                                .flatMap(cpu -> paths.v1("cpuacct")
                                        .map(usage -> new CgroupV1(pid, freezer, memory, cpu, usage)))));
    }
}
