package io.millirun.runtimemanager.invocation;

import io.millirun.metering.Outcome;

/** Billed milliseconds by the money rules of DESIGN.md: pure. */
final class BilledTime {

    private static final long MICROS_PER_MS = 1_000;

    private BilledTime() {}

    /**
     * Handler time rounded up, plus what of the init, rounded up, the plan does not give free; 0 for an outcome that is
     * never billed.
     */
    static long ms(Outcome outcome, long durationMicros, long initMicros, long freeInitMs) {
        if (!outcome.billed()) {
            return 0;
        }
        return Math.ceilDiv(durationMicros, MICROS_PER_MS)
                + Math.max(0, Math.ceilDiv(initMicros, MICROS_PER_MS) - freeInitMs);
    }
}
