package io.millirun.metering.ledger;

import java.time.Instant;

/**
 * What the calls were like that started in one step of time.
 *
 * @param errors those that the function's code failed
 * @param cold those that waited for an init
 * @param p50Micros handler time that half of them did not exceed; 0 without calls, like all that follows
 * @param busyMicros handler and init time of all of them together
 * @param peakMemoryBytes most that one of them held; 0 where it was not measured
 * @param memoryMb the largest memory size that one of them had
 */
public record CallCurvePoint(
        Instant start,
        long calls,
        long errors,
        long cold,
        long p50Micros,
        long p95Micros,
        long p99Micros,
        long slowestMicros,
        long busyMicros,
        long peakMemoryBytes,
        int memoryMb) {

    static CallCurvePoint empty(Instant start) {
        return new CallCurvePoint(start, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
