package io.millirun.portal.rightsize;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A function tried at several memory sizes.
 *
 * @param sizes all that are tried, megabytes, ascending
 * @param trials those that are done
 * @param changedAt when the last trial ended, or the first began
 */
record RightSizing(
        UUID id,
        String event,
        List<Integer> sizes,
        List<Trial> trials,
        Instant startedAt,
        Instant changedAt,
        boolean finished) {

    RightSizing {
        sizes = List.copyOf(sizes);
        trials = List.copyOf(trials);
    }

    /** Whether it has stopped without being finished: the process that ran it has ended. */
    boolean interrupted(Instant now, Duration longestTrial) {
        return !finished && now.isAfter(changedAt.plus(longestTrial));
    }

    /** The size, in megabytes, at which a call is cheapest; of two equal ones, the faster. */
    OptionalInt cheapest() {
        return best(Comparator.comparing(Trial::price).thenComparingLong(Trial::medianMicros));
    }

    /** The size, in megabytes, at which a call is fastest; of two equal ones, the cheaper. */
    OptionalInt fastest() {
        return best(Comparator.comparingLong(Trial::medianMicros).thenComparing(Trial::price));
    }

    private OptionalInt best(Comparator<Trial> by) {
        return trials.stream()
                .filter(trial -> trial.problem() == null)
                .min(by)
                .map(trial -> OptionalInt.of(trial.memoryMb()))
                .orElse(OptionalInt.empty());
    }
}
