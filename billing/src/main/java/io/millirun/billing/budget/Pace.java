package io.millirun.billing.budget;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast an organization used the platform lately.
 *
 * @param over the time in which that was used; longer than nothing
 */
record Pace(long requests, long mbMs, Duration over) {

    Pace {
        if (!over.isPositive()) {
            throw new IllegalArgumentException("a pace over no time: " + over);
        }
    }

    /** How much of {@code quantity} is added between two times if all goes on at this pace. */
    long ahead(long quantity, Instant from, Instant to) {
        return to.isAfter(from)
                ? BigInteger.valueOf(quantity)
                        .multiply(BigInteger.valueOf(Duration.between(from, to).toSeconds()))
                        .divide(BigInteger.valueOf(over.toSeconds()))
                        .longValueExact()
                : 0;
    }
}
