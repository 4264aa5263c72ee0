package io.millirun.runtimemanager.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the processes of a control group hold: the sum of their high-water marks, without page cache (proc(5), VmHWM). The
 * files of its processes stay open as long as they run.
 */
final class ProcessMemory implements AutoCloseable {

    /** What the kernel itself holds for the processes of an instance, stacks and page tables; a generous guess. */
    static final long KERNEL_BYTES = 8L << 20;

    private static final String RESET_HIGH_WATER_MARK = "5";
    private static final Path PROC = Path.of("/proc");
    private static final int MEMBERS_SIZE = 256;
    private static final int STATUS_SIZE = 2_048;

    private final KernelFile members;
    private final Map<Long, Member> processes = new TreeMap<>();

    /** @param members the group's {@code cgroup.procs} */
    ProcessMemory(Path members) {
        this.members = KernelFile.toRead(members, MEMBERS_SIZE);
    }

    /** The files of one process; a number that the kernel gives to another process later means the old one to them. */
    private record Member(KernelFile status, KernelFile clearRefs) {

        static Member of(long pid) {
            Path files = PROC.resolve(Long.toString(pid));
            return new Member(
                    KernelFile.toRead(files.resolve("status"), STATUS_SIZE),
                    KernelFile.toWrite(files.resolve("clear_refs")));
        }

        /** -1 once it has ended. */
        long peakKilobytes() {
            return status.read().valueOf("VmHWM", -1);
        }

        void close() {
            status.close();
            clearRefs.close();
        }
    }

    /** Bytes; -1 if no process can be seen. */
    synchronized long peakBytes() {
        long kilobytes = 0;
        for (long pid : current()) {
            kilobytes += peakKilobytes(pid);
        }
        return kilobytes == 0 ? -1 : kilobytes * 1024;
    }

    private long peakKilobytes(long pid) {
        long known = processes.computeIfAbsent(pid, Member::of).peakKilobytes();
        if (known >= 0) {
            return known;
        }
        // It has ended, and the number may be another process's by now.
        forget(pid);
        return Math.max(0, processes.computeIfAbsent(pid, Member::of).peakKilobytes());
    }

    /**
     * Starts anew for the processes that were there at the last measurement; one that has come since counts from its
     * beginning, at which it holds what its parent does.
     */
    synchronized void reset() {
        if (processes.isEmpty()) {
            current().forEach(pid -> processes.put(pid, Member.of(pid)));
        }
        processes.values().forEach(process -> process.clearRefs().write(RESET_HIGH_WATER_MARK));
    }

    /** The processes of the group; what was known of others is forgotten. */
    private List<Long> current() {
        List<Long> pids = new ArrayList<>();
        members.read().eachNumber(pids::add);
        if (processes.size() > pids.size() || !pids.containsAll(processes.keySet())) {
            List.copyOf(processes.keySet()).stream()
                    .filter(pid -> !pids.contains(pid))
                    .forEach(this::forget);
        }
        return pids;
    }

    private void forget(long pid) {
        Member gone = processes.remove(pid);
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public synchronized void close() {
        members.close();
        List.copyOf(processes.keySet()).forEach(this::forget);
    }
}
