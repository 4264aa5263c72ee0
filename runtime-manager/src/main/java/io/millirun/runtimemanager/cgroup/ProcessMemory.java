package io.millirun.runtimemanager.cgroup;

import java.nio.file.Path;

/** What the processes of a control group hold: the sum of their high-water marks, without page cache (proc(5), VmHWM). */
final class ProcessMemory {

    private static final String RESET_HIGH_WATER_MARK = "5";
    private static final Path PROC = Path.of("/proc");

    /** What the kernel itself holds for the processes of an instance, stacks and page tables; a generous guess. */
    static final long KERNEL_BYTES = 8L << 20;

    private final Path members;

    /** @param members the group's {@code cgroup.procs} */
    ProcessMemory(Path members) {
        this.members = members;
    }

    /** Bytes; -1 if no process can be seen. */
    long peakBytes() {
        long kilobytes = KernelFile.read(members)
                .lines()
                .mapToLong(pid ->
                        KernelFile.valueOf(KernelFile.read(PROC.resolve(pid).resolve("status")), "VmHWM", 0))
                .sum();
        return kilobytes == 0 ? -1 : kilobytes * 1024;
    }

    void reset() {
        KernelFile.read(members)
                .lines()
                .forEach(pid -> KernelFile.write(PROC.resolve(pid).resolve("clear_refs"), RESET_HIGH_WATER_MARK));
    }
}
