package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;

/** The kernel's side of one instance: its limits, its freezer, its meters. Calls take microseconds unless said otherwise. */
public interface Sandbox {

    /** Sets the memory limit, and swap to none beyond it. */
    void limitMemory(MemorySize memory);

    /** Gives it the share of CPU that {@code memory} buys: memory / 1,769 MB cores. */
    void limitCpu(MemorySize memory);

    /** Lets it have only the CPU that other instances leave. */
    void yieldCpu();

    /** Gives it an equal part of the CPU again. */
    void claimCpu();

    /** Stops its processes; returns when they are stopped. */
    void freeze();

    /** Lets its processes run again. */
    void thaw();

    /** CPU time that its processes have used, microseconds; -1 if unknown. */
    long cpuMicros();

    /** Most memory that its processes held since the last {@link #resetPeak()}, bytes without page cache; -1 if unknown. */
    long peakMemoryBytes();

    /** Memory that its processes hold now and nobody can take back, bytes without page cache; -1 if unknown. */
    long heldMemoryBytes();

    /** Starts a new measurement of the peak. */
    void resetPeak();

    /** What it keeps in {@code folder}, bytes, deleted files that are still open included; -1 if unknown. Takes milliseconds. */
    long diskBytes(Folder folder);

    /** What an instance can write to. */
    enum Folder {
        /** {@code /tmp}. */
        TEMPORARY,
        /** Code and layers. */
        CODE
    }

    /** Times the kernel has killed a process in it for want of memory. */
    long outOfMemoryKills();

    /** The instance is gone: lets go of what is held of it. */
    default void close() {}
}
