package io.millirun.runtimemanager.instances;

import java.time.Duration;

/**
 * Bounds of one replica's instances.
 *
 * @param stems the reserve of stems
 * @param parallelStarts containers started at the same time
 * @param memoryMb megabytes that all instances together may count
 * @param queuePerFunction calls of one function version that may wait
 * @param queueWait longest time a call waits for an instance
 * @param freezeAfter time an instance stays unfrozen after its last call
 * @param idleTimeout time after which an unused instance is removed
 * @param initTimeout longest init
 * @param startTimeout longest time from starting a container to its first poll
 * @param logLimit bytes of output kept per call
 */
public record FleetSettings(
        StemSettings stems,
        int parallelStarts,
        int memoryMb,
        int queuePerFunction,
        Duration queueWait,
        Duration freezeAfter,
        Duration idleTimeout,
        Duration initTimeout,
        Duration startTimeout,
        int logLimit) {

    public FleetSettings {
        if (parallelStarts < 1 || memoryMb < 1 || queuePerFunction < 1 || logLimit < 1) {
            throw new IllegalArgumentException("instance bounds must be positive");
        }
    }
}
