package io.millirun.runtimemanager.cgroup;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.instances.Sandbox;
import java.nio.file.Path;

/** An instance under control groups version 2: one group, all controllers. */
final class CgroupV2 implements Sandbox {

    private final Path group;
    private final ProcessMemory processes;
    private final ProcessDisk disk;

    CgroupV2(long pid, Path group) {
        this.group = group;
        this.processes = new ProcessMemory(group.resolve("cgroup.procs"));
        this.disk = new ProcessDisk(pid, group.resolve("cgroup.procs"));
    }

    @Override
    public void limitMemory(MemorySize size) {
        KernelFile.write(group.resolve("memory.max"), Long.toString(size.bytes()));
        KernelFile.write(group.resolve("memory.swap.max"), "0");
    }

    @Override
    public void limitCpu(MemorySize size) {
        KernelFile.write(group.resolve("cpu.max"), CpuShare.quotaMicros(size) + " " + CpuShare.PERIOD_MICROS);
    }

    @Override
    public void yieldCpu() {
        KernelFile.write(group.resolve("cpu.weight"), Integer.toString(CpuShare.YIELDING_V2));
    }

    @Override
    public void claimCpu() {
        KernelFile.write(group.resolve("cpu.weight"), Integer.toString(CpuShare.EQUAL_V2));
    }

    @Override
    public void freeze() {
        KernelFile.write(group.resolve("cgroup.freeze"), "1");
    }

    @Override
    public void thaw() {
        KernelFile.write(group.resolve("cgroup.freeze"), "0");
    }

    @Override
    public long cpuMicros() {
        return KernelFile.valueOf(KernelFile.read(group.resolve("cpu.stat")), "usage_usec", -1);
    }

    @Override
    public long peakMemoryBytes() {
        return processes.peakBytes();
    }

    @Override
    public long heldMemoryBytes() {
        String counted = KernelFile.read(group.resolve("memory.stat"));
        long anonymous = KernelFile.valueOf(counted, "anon", -1);
        return anonymous < 0 ? -1 : anonymous + KernelFile.valueOf(counted, "shmem", 0) + ProcessMemory.KERNEL_BYTES;
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
        return KernelFile.valueOf(KernelFile.read(group.resolve("memory.events")), "oom_kill", 0);
    }
}
