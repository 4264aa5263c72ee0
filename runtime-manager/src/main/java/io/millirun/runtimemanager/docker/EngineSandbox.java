package io.millirun.runtimemanager.docker;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.instances.Sandbox;

/**
 * An instance whose kernel files this process cannot see: limits and freezer by way of the engine, in milliseconds instead
 * of microseconds; what it held and used is unknown.
 */
final class EngineSandbox implements Sandbox {

    private static final long PERIOD_MICROS = 20_000;

    private final EngineLine line;
    private final String containerId;

    EngineSandbox(EngineLine line, String containerId) {
        this.line = line;
        this.containerId = containerId;
    }

    @Override
    public void limitMemory(MemorySize memory) {
        line.client()
                .updateContainerCmd(containerId)
                .withMemory(memory.bytes())
                .withMemorySwap(memory.bytes())
                .exec();
    }

    @Override
    public void limitCpu(MemorySize memory) {
        line.client()
                .updateContainerCmd(containerId)
                .withCpuPeriod(PERIOD_MICROS)
                .withCpuQuota(Math.max(1_000, memory.megabytes() * PERIOD_MICROS / MemorySize.ONE_CORE))
                .exec();
    }

    @Override
    public void yieldCpu() {
        // one more engine call per stem costs more than the weight is worth
    }

    @Override
    public void claimCpu() {
        // it never yielded
    }

    @Override
    public void freeze() {
        line.client().pauseContainerCmd(containerId).exec();
    }

    @Override
    public void thaw() {
        line.client().unpauseContainerCmd(containerId).exec();
    }

    @Override
    public long cpuMicros() {
        return -1;
    }

    @Override
    public long peakMemoryBytes() {
        return -1;
    }

    @Override
    public long heldMemoryBytes() {
        return -1;
    }

    @Override
    public long diskBytes(Folder folder) {
        return -1;
    }

    @Override
    public void resetPeak() {
        // nothing is measured
    }

    @Override
    public long outOfMemoryKills() {
        return 0;
    }
}
