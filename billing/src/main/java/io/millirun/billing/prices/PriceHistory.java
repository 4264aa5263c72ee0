package io.millirun.billing.prices;

import io.millirun.billing.rating.RateCard;
import io.millirun.metering.ledger.UsagePeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All rate cards of a plan, past and to come.
 *
 * @param cards at least one, in the order in which they take over from each other
 */
public record PriceHistory(List<DatedRateCard> cards) {

    public PriceHistory {
        cards = cards.stream()
                .sorted(Comparator.comparing(DatedRateCard::effectiveFrom))
                .toList();
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("a plan without a rate card");
        }
    }

    /** The card that holds at {@code time}; the first one for all times before it. */
    public RateCard at(Instant time) {
        RateCard found = cards.getFirst().card();
        for (DatedRateCard next : cards) {
            if (next.effectiveFrom().isAfter(time)) {
                return found;
            }
            found = next.card();
        }
        return found;
    }

    /** {@code period} cut exactly where a new card takes over. */
    public List<PricedPeriod> over(UsagePeriod period) {
        List<PricedPeriod> parts = new ArrayList<>();
        Instant from = period.from();
        for (DatedRateCard next : cards) {
            if (next.effectiveFrom().isAfter(from) && next.effectiveFrom().isBefore(period.to())) {
                parts.add(new PricedPeriod(new UsagePeriod(from, next.effectiveFrom()), at(from)));
                from = next.effectiveFrom();
            }
        }
        parts.add(new PricedPeriod(new UsagePeriod(from, period.to()), at(from)));
        return parts;
    }

    /** A span of time and the card that holds in all of it. */
    public record PricedPeriod(UsagePeriod period, RateCard card) {}
}
