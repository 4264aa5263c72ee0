package io.millirun.runtimemanager.cgroup;

import io.millirun.kernel.MemorySize;

/** The share of CPU that a memory size buys, as a quota of the kernel's bandwidth control. Pure. */
final class CpuShare {

    /** Length of an accounting period. Short, so that a small function is held back often and briefly. */
    static final int PERIOD_MICROS = 20_000;

    /** Weights against other instances: a hundredth for who has to wait, the kernel's usual one for everybody else. */
    static final int YIELDING_V1 = 10;

    static final int EQUAL_V1 = 1_024;
    static final int YIELDING_V2 = 1;
    static final int EQUAL_V2 = 100;

    /** The kernel's least quota. */
    private static final long LEAST_MICROS = 1_000;

    private CpuShare() {}

    static long quotaMicros(MemorySize memory) {
        return Math.max(LEAST_MICROS, (long) memory.megabytes() * PERIOD_MICROS / MemorySize.ONE_CORE);
    }
}
