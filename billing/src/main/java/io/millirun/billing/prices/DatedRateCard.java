package io.millirun.billing.prices;

import io.millirun.billing.rating.RateCard;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A rate card and when it begins to hold.
 *
 * @param effectiveFrom a whole UTC hour
 */
public record DatedRateCard(RateCard card, Instant effectiveFrom) {

    public DatedRateCard {
        if (!effectiveFrom.equals(effectiveFrom.truncatedTo(ChronoUnit.HOURS))) {
            throw new IllegalArgumentException("prices change at whole UTC hours: " + effectiveFrom);
        }
    }
}
