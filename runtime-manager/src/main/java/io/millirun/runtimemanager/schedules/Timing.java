package io.millirun.runtimemanager.schedules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that decides when a schedule fires.
 *
 * @param start first instant that counts, null for none; a rate counts from here
 * @param end from when it does not fire any more, null for never
 * @param anchor from where a rate counts if there is no start
 */
public record Timing(
        Expression expression,
        ZoneId zone,
        @Nullable Instant start,
        @Nullable Instant end,
        Instant anchor) {

    /** The first instant after {@code after} and within start and end. */
    public Optional<Instant> next(Instant after) {
        Instant from = start != null && after.isBefore(start) ? start.minusNanos(1) : after;
        return expression
                .next(from, zone, start == null ? anchor : start)
                .filter(at -> end == null || at.isBefore(end));
    }

    /** The next {@code count} instants after {@code after}, or as many as there are. */
    public List<Instant> next(Instant after, int count) {
        List<Instant> instants = new ArrayList<>();
        Optional<Instant> at = next(after);
        while (at.isPresent() && instants.size() < count) {
            instants.add(at.get());
            at = next(at.get());
        }
        return instants;
    }
}
