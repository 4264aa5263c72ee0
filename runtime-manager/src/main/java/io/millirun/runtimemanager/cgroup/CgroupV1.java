package io.millirun.runtimemanager.cgroup;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.instances.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An instance under control groups version 1, each controller in a hierarchy of its own. */
final class CgroupV1 implements Sandbox {

    private static final int NUMBER_SIZE = 32;
    private static final int COUNTED_SIZE = 4_096;

    private final Path memory;
    private final KernelFile freezer;
    private final KernelFile cpuPeriod;
    private final KernelFile cpuQuota;
    private final KernelFile cpuShares;
    private final KernelFile cpuUsage;
    private final KernelFile memoryLimit;
    private final KernelFile memoryCounted;
    private final ProcessMemory processes;
    private final ProcessDisk disk;

    CgroupV1(long pid, Path freezer, Path memory, Path cpu, Path cpuAccounting) {
        this.memory = memory;
        this.freezer = KernelFile.toWrite(freezer.resolve("freezer.state"));
        this.cpuPeriod = KernelFile.toWrite(cpu.resolve("cpu.cfs_period_us"));
        this.cpuQuota = KernelFile.toWrite(cpu.resolve("cpu.cfs_quota_us"));
        this.cpuShares = KernelFile.toWrite(cpu.resolve("cpu.shares"));
        this.cpuUsage = KernelFile.toRead(cpuAccounting.resolve("cpuacct.usage"), NUMBER_SIZE);
        this.memoryLimit = KernelFile.toWrite(memory.resolve("memory.limit_in_bytes"));
        this.memoryCounted = KernelFile.toRead(memory.resolve("memory.stat"), COUNTED_SIZE);
        this.processes = new ProcessMemory(memory.resolve("cgroup.procs"));
        this.disk = new ProcessDisk(pid, memory.resolve("cgroup.procs"));
    }

    @Override
    public void limitMemory(MemorySize size) {
        Path withSwap = memory.resolve("memory.memsw.limit_in_bytes");
        String bytes = Long.toString(size.bytes());
        long now = once(memory.resolve("memory.limit_in_bytes"), NUMBER_SIZE).number(0);
        // The kernel demands limit <= limit with swap at every moment, hence the order.
        if (now < size.bytes()) {
            writeIfPresent(withSwap, bytes);
            memoryLimit.write(bytes);
        } else if (now > size.bytes()) {
            memoryLimit.write(bytes);
            writeIfPresent(withSwap, bytes);
        }
    }

    @Override
    public void limitCpu(MemorySize size) {
        cpuPeriod.write(Integer.toString(CpuShare.PERIOD_MICROS));
        cpuQuota.write(Long.toString(CpuShare.quotaMicros(size)));
    }

    @Override
    public void yieldCpu() {
        cpuShares.write(Integer.toString(CpuShare.YIELDING_V1));
    }

    @Override
    public void claimCpu() {
        cpuShares.write(Integer.toString(CpuShare.EQUAL_V1));
    }

    @Override
    public void freeze() {
        freezer.write("FROZEN");
    }

    @Override
    public void thaw() {
        freezer.write("THAWED");
    }

    @Override
    public long cpuMicros() {
        long nanos = cpuUsage.read().number(-1);
        return nanos < 0 ? -1 : nanos / 1000;
    }

    @Override
    public long peakMemoryBytes() {
        return processes.peakBytes();
    }

    @Override
    public long heldMemoryBytes() {
        KernelText counted = memoryCounted.read();
        long anonymous = counted.valueOf("total_rss", -1);
        return anonymous < 0 ? -1 : anonymous + counted.valueOf("total_shmem", 0) + ProcessMemory.KERNEL_BYTES;
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
        return once(memory.resolve("memory.oom_control"), NUMBER_SIZE).valueOf("oom_kill", 0);
    }

    @Override
    public void close() {
        processes.close();
        for (KernelFile file : List.of(freezer, cpuPeriod, cpuQuota, cpuShares, cpuUsage, memoryLimit, memoryCounted)) {
            file.close();
        }
    }

    private static KernelText once(Path path, int size) {
        try (KernelFile file = KernelFile.toRead(path, size)) {
            return file.read();
        }
    }

    private static void writeIfPresent(Path path, String value) {
        if (Files.exists(path)) {
            try (KernelFile file = KernelFile.toWrite(path)) {
                file.write(value);
            }
        }
    }
}
