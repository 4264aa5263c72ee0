package io.millirun.runtimemanager.instances;

import java.time.Duration;

/**
 * Bounds of one replica's instances.
 *
 * @param stems stems kept ready per runtime
 * @param parallelStarts containers started at the same time
 * @param memoryMb megabytes that all instances together may count
 * @param concurrencyPerOrganization calls of one organization that run or wait
 * @param queuePerFunction calls of one function version that may wait
 * @param queueWait longest time a call waits for an instance
 * @param freezeAfter time an instance stays unfrozen after its last call
 * @param idleTimeout time after which an unused instance is removed
 * @param initTimeout longest init
 * @param startTimeout longest time from starting a container to its first poll
 * @param logLimit bytes of output kept per call
 */
public record FleetSettings(
        int stems,
        int parallelStarts,
        int memoryMb,
        int concurrencyPerOrganization,
        int queuePerFunction,
        Duration queueWait,
        Duration freezeAfter,
        Duration idleTimeout,
        Duration initTimeout,
        Duration startTimeout,
        int logLimit) {

    public FleetSettings {
        if (stems < 0
                || parallelStarts < 1
                || memoryMb < 1
                || concurrencyPerOrganization < 1
                || queuePerFunction < 1
                || logLimit < 1) {
            throw new IllegalArgumentException("instance bounds must be positive");
        }
    }
}
