package io.millirun.metering;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;

/**
 * What metering keeps for one invocation. The time it started at, and so its UTC day and month, is inside its id.
 *
 * @param functionVersion {@code $LATEST} or the number of the version that ran
 * @param cold whether the call waited for an init
 * @param initMicros measured init in microseconds, 0 when warm
 * @param durationMicros measured handler time in microseconds
 * @param billedMs billed milliseconds by the money rules; 0 unless {@link Outcome#billed()}
 * @param memory configured memory size
 * @param peakMemoryBytes most memory the processes held during this call; -1 where it could not be measured
 * @param cpuMicros CPU time of this call in microseconds, init included; -1 where it could not be measured
 * @param bytesIn size of the event as the handler got it
 * @param bytesOut size of the answer as the handler gave it
 * @param node the runtime-manager that ran it
 */
public record UsageRecord(
        InvocationId id,
        TenantId tenant,
        FunctionId function,
        String functionVersion,
        Trigger trigger,
        boolean cold,
        long initMicros,
        long durationMicros,
        long billedMs,
        MemorySize memory,
        long peakMemoryBytes,
        long cpuMicros,
        long bytesIn,
        long bytesOut,
        Outcome outcome,
        String node) {

    public UsageRecord {
        if (initMicros < 0 || durationMicros < 0 || billedMs < 0 || bytesIn < 0 || bytesOut < 0) {
            throw new IllegalArgumentException("negative measure in usage record " + id);
        }
        if (billedMs > 0 && !outcome.billed()) {
            throw new IllegalArgumentException("outcome " + outcome + " is never billed: " + id);
        }
    }

    /** Billed quantity: configured memory in MB times billed milliseconds. */
    public long mbMs() {
        return Math.multiplyExact(memory.megabytes(), billedMs);
    }
}
