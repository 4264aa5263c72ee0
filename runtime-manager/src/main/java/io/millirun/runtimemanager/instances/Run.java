package io.millirun.runtimemanager.instances;

import io.vertx.core.buffer.Buffer;

/**
 * What was measured of a call that reached an instance.
 *
 * @param cold whether the call waited for the init
 * @param queuedMicros from being let in to delivery, microseconds, init included
 * @param initMicros 0 unless cold
 * @param durationMicros from delivery to the answer; 0 if the init failed
 * @param peakMemoryBytes most that the processes held, -1 if unknown
 * @param cpuMicros CPU time, init included when cold; -1 if unknown
 * @param log what the code printed during the call (and its init when cold), possibly cut
 * @param logPassedOn bytes of the log that were kept already while the call ran
 * @param logCut whether output beyond the limit was dropped
 */
public record Run(
        boolean cold,
        long queuedMicros,
        long initMicros,
        long durationMicros,
        long peakMemoryBytes,
        long cpuMicros,
        Buffer log,
        int logPassedOn,
        boolean logCut) {}
