package io.millirun.runtimemanager.events;

import io.millirun.runtimemanager.events.EventView.Status;
import org.jspecify.annotations.Nullable;

/**
 * Which events to list.
 *
 * @param status null for all
 * @param functionName null for all
 * @param before only events older than this one, null to begin with the newest
 * @param limit most events, 1 to 200
 */
public record EventFilter(
        @Nullable Status status,
        @Nullable String functionName,
        @Nullable EventId before,
        int limit) {

    public EventFilter {
        if (limit < 1 || limit > 200) {
            throw new InvalidEventException("The number of events must be between 1 and 200.");
        }
    }

    /** The newest dead letters. */
    public static EventFilter dead(int limit) {
        return new EventFilter(Status.DEAD, null, null, limit);
    }
}
