package io.millirun.portal.health;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a process reports of itself.
 *
 * @param instances how many instances it has, by state; empty without the runtime-manager role
 * @param stems how many stems wait for a function, by runtime
 * @param calls calls that run or wait
 * @param eventsWaiting events of the whole queue that wait for an attempt
 * @param eventsRunning events that are being attempted
 * @param eventsDead dead letters
 * @param eventsAgeSeconds since the oldest unfinished event was accepted
 * @param spoolRecords usage records that are not in PostgreSQL yet
 * @param spoolAgeSeconds age of the oldest of them
 * @param spoolBytes what the spool takes on disk
 * @param spoolLimit how much it may take
 * @param spoolBroken whether it cannot be written
 * @param heapUsed bytes of heap
 * @param heapMost bytes it may become
 * @param diskFree bytes free where the platform's data is
 * @param diskTotal size of that file system
 * @param obstacle why the process cannot take calls; null if it can or does not
 */
record NodeFigures(
        Map<String, Long> instances,
        Map<String, Long> stems,
        long calls,
        long eventsWaiting,
        long eventsRunning,
        long eventsDead,
        long eventsAgeSeconds,
        long spoolRecords,
        long spoolAgeSeconds,
        long spoolBytes,
        long spoolLimit,
        boolean spoolBroken,
        long heapUsed,
        long heapMost,
        long diskFree,
        long diskTotal,
        @Nullable String obstacle) {

    /** All instances, whatever their state. */
    public long allInstances() {
        return instances.values().stream().mapToLong(Long::longValue).sum();
    }
}
