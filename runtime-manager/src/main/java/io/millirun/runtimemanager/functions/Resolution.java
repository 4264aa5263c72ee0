package io.millirun.runtimemanager.functions;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a name and a qualifier mean, as read at one moment.
 *
 * @param state the function's at that moment: while it is the same, so is this
 * @param second what gets some of the calls instead; null for none
 * @param share of the calls that {@code second} gets, 0 to 1
 */
record Resolution(
        UUID state, FunctionVersion first, @Nullable FunctionVersion second, double share) {

    /** The version for one call. */
    FunctionVersion pick() {
        return second != null && ThreadLocalRandom.current().nextDouble() < share ? second : first;
    }

    static Optional<FunctionVersion> pick(Optional<Resolution> found) {
        return found.map(Resolution::pick);
    }
}
