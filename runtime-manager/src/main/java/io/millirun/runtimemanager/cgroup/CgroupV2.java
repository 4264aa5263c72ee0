package io.millirun.runtimemanager.cgroup;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.instances.Sandbox;
import java.nio.file.Path;
import java.util.List;

/** An instance under control groups version 2: one group, all controllers. */
final class CgroupV2 implements Sandbox {

    private static final int STAT_SIZE = 1_024;
    private static final int COUNTED_SIZE = 4_096;

    private final KernelFile freezer;
    private final KernelFile memoryMost;
    private final KernelFile swapMost;
    private final KernelFile cpuMost;
    private final KernelFile cpuWeight;
    private final KernelFile cpuStat;
    private final KernelFile memoryCounted;
    private final KernelFile memoryEvents;
    private final ProcessMemory processes;
    private final ProcessDisk disk;

    CgroupV2(long pid, Path group) {
        this.freezer = KernelFile.toWrite(group.resolve("cgroup.freeze"));
        this.memoryMost = KernelFile.toWrite(group.resolve("memory.max"));
        this.swapMost = KernelFile.toWrite(group.resolve("memory.swap.max"));
        this.cpuMost = KernelFile.toWrite(group.resolve("cpu.max"));
        this.cpuWeight = KernelFile.toWrite(group.resolve("cpu.weight"));
        this.cpuStat = KernelFile.toRead(group.resolve("cpu.stat"), STAT_SIZE);
        this.memoryCounted = KernelFile.toRead(group.resolve("memory.stat"), COUNTED_SIZE);
        this.memoryEvents = KernelFile.toRead(group.resolve("memory.events"), STAT_SIZE);
        this.processes = new ProcessMemory(group.resolve("cgroup.procs"));
        this.disk = new ProcessDisk(pid, group.resolve("cgroup.procs"));
    }

    @Override
    public void limitMemory(MemorySize size) {
        memoryMost.write(Long.toString(size.bytes()));
        swapMost.write("0");
    }

    @Override
    public void limitCpu(MemorySize size) {
        cpuMost.write(CpuShare.quotaMicros(size) + " " + CpuShare.PERIOD_MICROS);
    }

    @Override
    public void yieldCpu() {
        cpuWeight.write(Integer.toString(CpuShare.YIELDING_V2));
    }

    @Override
    public void claimCpu() {
        cpuWeight.write(Integer.toString(CpuShare.EQUAL_V2));
    }

    @Override
    public void freeze() {
        freezer.write("1");
    }

    @Override
    public void thaw() {
        freezer.write("0");
    }

    @Override
    public long cpuMicros() {
        return cpuStat.read().valueOf("usage_usec", -1);
    }

    @Override
    public long peakMemoryBytes() {
        return processes.peakBytes();
    }

    @Override
    public long heldMemoryBytes() {
        KernelText counted = memoryCounted.read();
        long anonymous = counted.valueOf("anon", -1);
        return anonymous < 0 ? -1 : anonymous + counted.valueOf("shmem", 0) + ProcessMemory.KERNEL_BYTES;
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
        return memoryEvents.read().valueOf("oom_kill", 0);
    }

    @Override
    public void close() {
        processes.close();
        for (KernelFile file :
                List.of(freezer, memoryMost, swapMost, cpuMost, cpuWeight, cpuStat, memoryCounted, memoryEvents)) {
            file.close();
        }
    }
}
