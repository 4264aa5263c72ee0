package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;

/** The kernel's side of one instance: its limits, its freezer, its meters. Calls take microseconds unless said otherwise. */
public interface Sandbox {

    /** Sets the memory limit, and swap to none beyond it. */
    void limitMemory(MemorySize memory);

    /** Gives it the share of CPU that {@code memory} buys: memory / 1,769 MB cores. */
    void limitCpu(MemorySize memory);

    /** Stops its processes; returns when they are stopped. */
    void freeze();

    /** Lets its processes run again. */
    void thaw();

    /** CPU time that its processes have used, microseconds; -1 if unknown. */
    long cpuMicros();

    /** Most memory that its processes held since the last {@link #resetPeak()}, bytes without page cache; -1 if unknown. */
    long peakMemoryBytes();

    /** Starts a new measurement of the peak. */
    void resetPeak();

    /** Times the kernel has killed a process in it for want of memory. */
    long outOfMemoryKills();
}
