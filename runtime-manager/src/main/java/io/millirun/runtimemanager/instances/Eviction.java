package io.millirun.runtimemanager.instances;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Chooses which waiting instance makes room: the one least worth its memory. Greedy dual size frequency: the worth of an
 * instance is what it saves, the time of its init times how often it was called, per megabyte it holds, on top of the worth
 * of what was evicted before it was last used; so whatever is not called any more ages and goes. (Cherkasova, "Improving
 * WWW proxies performance with Greedy-Dual-Size-Frequency caching", 1998; Fuerst and Sharma, "FaasCache", 2021.) Pure.
 */
final class Eviction {

    /** A megabyte of memory is not free of cost even if the init was not measured. */
    private static final long LEAST_INIT_MICROS = 1_000;

    private Eviction() {}

    /**
     * What an instance is worth.
     *
     * @param evictedBefore worth of the last instance that had been evicted when this one was used last
     * @param calls calls it has answered
     * @param initMicros what its init took, microseconds
     * @param heldMb memory that its removal gives back
     */
    static double worth(double evictedBefore, long calls, long initMicros, int heldMb) {
        return evictedBefore + (double) calls * Math.max(LEAST_INIT_MICROS, initMicros) / 1_000 / Math.max(1, heldMb);
    }

    /** The least worth of {@code candidates}. */
    static <T> Optional<T> choose(Collection<T> candidates, ToDoubleFunction<T> worth) {
        return candidates.stream().min(Comparator.comparingDouble(worth));
    }
}
