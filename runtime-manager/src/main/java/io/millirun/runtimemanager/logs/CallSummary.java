package io.millirun.runtimemanager.logs;

import io.millirun.kernel.MemorySize;
import io.millirun.metering.Outcome;

/**
 * How a call went, as its log keeps it.
 *
 * @param queuedMicros from being let in to delivery, init included
 * @param initMicros 0 unless cold
 * @param peakMemoryBytes -1 if unknown
 * @param errorType as AWS Lambda names it, empty if none
 * @param errorMessage empty if none
 */
public record CallSummary(
        Outcome outcome,
        boolean cold,
        long queuedMicros,
        long initMicros,
        long durationMicros,
        long billedMs,
        MemorySize memory,
        long peakMemoryBytes,
        String errorType,
        String errorMessage) {

    /** Microseconds that the call waited before anything was done for it. */
    public long waitedMicros() {
        return Math.max(0, queuedMicros - initMicros);
    }
}
