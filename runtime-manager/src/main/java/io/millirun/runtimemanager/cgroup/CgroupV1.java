package io.millirun.runtimemanager.cgroup;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.instances.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;

/** An instance under control groups version 1, each controller in a hierarchy of its own. */
final class CgroupV1 implements Sandbox {

    private final Path freezer;
    private final Path memory;
    private final Path cpu;
    private final Path cpuUsage;
    private final ProcessMemory processes;
    private final ProcessDisk disk;

    CgroupV1(long pid, Path freezer, Path memory, Path cpu, Path cpuAccounting) {
        this.freezer = freezer.resolve("freezer.state");
        this.memory = memory;
        this.cpu = cpu;
        this.cpuUsage = cpuAccounting.resolve("cpuacct.usage");
        this.processes = new ProcessMemory(memory.resolve("cgroup.procs"));
        this.disk = new ProcessDisk(pid, memory.resolve("cgroup.procs"));
    }

    @Override
    public void limitMemory(MemorySize size) {
        Path limit = memory.resolve("memory.limit_in_bytes");
        Path withSwap = memory.resolve("memory.memsw.limit_in_bytes");
        String bytes = Long.toString(size.bytes());
        long now = KernelFile.valueOf("now " + KernelFile.read(limit), "now", 0);
        // The kernel demands limit <= limit with swap at every moment, hence the order.
        if (now < size.bytes()) {
            writeIfPresent(withSwap, bytes);
            KernelFile.write(limit, bytes);
        } else if (now > size.bytes()) {
            KernelFile.write(limit, bytes);
            writeIfPresent(withSwap, bytes);
        }
    }

    @Override
    public void limitCpu(MemorySize size) {
        KernelFile.write(cpu.resolve("cpu.cfs_period_us"), Integer.toString(CpuShare.PERIOD_MICROS));
        KernelFile.write(cpu.resolve("cpu.cfs_quota_us"), Long.toString(CpuShare.quotaMicros(size)));
    }

    @Override
    public void yieldCpu() {
        KernelFile.write(cpu.resolve("cpu.shares"), Integer.toString(CpuShare.YIELDING_V1));
    }

    @Override
    public void claimCpu() {
        KernelFile.write(cpu.resolve("cpu.shares"), Integer.toString(CpuShare.EQUAL_V1));
    }

    @Override
    public void freeze() {
        KernelFile.write(freezer, "FROZEN");
    }

    @Override
    public void thaw() {
        KernelFile.write(freezer, "THAWED");
    }

    @Override
    public long cpuMicros() {
        String nanos = KernelFile.read(cpuUsage).strip();
        return nanos.isEmpty() ? -1 : Long.parseLong(nanos) / 1000;
    }

    @Override
    public long peakMemoryBytes() {
        return processes.peakBytes();
    }

    @Override
    public long heldMemoryBytes() {
        String counted = KernelFile.read(memory.resolve("memory.stat"));
        long anonymous = KernelFile.valueOf(counted, "total_rss", -1);
        return anonymous < 0
                ? -1
                : anonymous + KernelFile.valueOf(counted, "total_shmem", 0) + ProcessMemory.KERNEL_BYTES;
    }

    @Override
    public long diskBytes(Folder folder) {
        return switch (folder) {
            case TEMPORARY -> disk.bytes("tmp") + disk.deletedBytes();
            case CODE -> disk.bytes("var/task") + disk.bytes("opt");
        };
    }

    @Override
    public void resetPeak() {
        processes.reset();
    }

    @Override
    public long outOfMemoryKills() {
        return KernelFile.valueOf(KernelFile.read(memory.resolve("memory.oom_control")), "oom_kill", 0);
    }

    private static void writeIfPresent(Path file, String value) {
        if (Files.exists(file)) {
            KernelFile.write(file, value);
        }
    }
}
