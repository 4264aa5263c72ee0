package io.millirun.metering.ledger;

/**
 * Sums of usage records, all of them integers.
 *
 * @param invocations all of them
 * @param requests those that are billed
 * @param billedMs billed milliseconds
 * @param mbMs billed quantity: configured megabytes times billed milliseconds
 * @param initMicros init time as measured
 * @param durationMicros handler time as measured
 * @param cpuMicros CPU time, where it was measured
 * @param bytesIn sizes of the events
 * @param bytesOut sizes of the answers
 * @param cold those that waited for an init
 * @param functionErrors those that ended in an error of the function
 * @param timeouts those that ran into the function's timeout
 * @param outOfMemory those that needed more than their memory size
 * @param exited those whose process ended before it answered
 * @param platformFaults those we failed; not billed
 * @param unwitnessed those whose end we did not see; not billed
 */
public record UsageTotals(
        long invocations,
        long requests,
        long billedMs,
        long mbMs,
        long initMicros,
        long durationMicros,
        long cpuMicros,
        long bytesIn,
        long bytesOut,
        long cold,
        long functionErrors,
        long timeouts,
        long outOfMemory,
        long exited,
        long platformFaults,
        long unwitnessed) {

    /** No usage. */
    public static final UsageTotals ZERO = new UsageTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Invocations that the tenant's code failed. */
    public long errors() {
        return functionErrors + timeouts + outOfMemory + exited;
    }

    /** The sum; refuses to overflow. */
    public UsageTotals plus(UsageTotals other) {
        return new UsageTotals(
                Math.addExact(invocations, other.invocations),
                Math.addExact(requests, other.requests),
                Math.addExact(billedMs, other.billedMs),
                Math.addExact(mbMs, other.mbMs),
                Math.addExact(initMicros, other.initMicros),
                Math.addExact(durationMicros, other.durationMicros),
                Math.addExact(cpuMicros, other.cpuMicros),
                Math.addExact(bytesIn, other.bytesIn),
                Math.addExact(bytesOut, other.bytesOut),
                Math.addExact(cold, other.cold),
                Math.addExact(functionErrors, other.functionErrors),
                Math.addExact(timeouts, other.timeouts),
                Math.addExact(outOfMemory, other.outOfMemory),
                Math.addExact(exited, other.exited),
                Math.addExact(platformFaults, other.platformFaults),
                Math.addExact(unwitnessed, other.unwitnessed));
    }
}
