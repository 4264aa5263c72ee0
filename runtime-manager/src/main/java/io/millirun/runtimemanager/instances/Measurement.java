package io.millirun.runtimemanager.instances;

/** Measures a call that is ending: reads what its instance printed, its clock and the kernel's counters. */
@FunctionalInterface
public interface Measurement {

    /** What was measured of {@code call} until now. */
    Run of(Instance instance, Call call);
}
