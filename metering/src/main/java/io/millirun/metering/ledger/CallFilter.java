package io.millirun.metering.ledger;

import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a function are meant.
 *
 * @param from when the first of them may have started
 * @param to before when the last of them must have started
 * @param outcomes how they ended; all if empty
 * @param cold whether they waited for an init; null for both
 * @param trigger what called; null for all
 */
public record CallFilter(
        Instant from,
        Instant to,
        Set<Outcome> outcomes,
        @Nullable Boolean cold,
        @Nullable Trigger trigger) {

    public CallFilter {
        outcomes = Set.copyOf(outcomes);
    }

    /** Every call of that time. */
    public static CallFilter of(Instant from, Instant to) {
        return new CallFilter(from, to, Set.of(), null, null);
    }
}
