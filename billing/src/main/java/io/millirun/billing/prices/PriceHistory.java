package io.millirun.billing.prices;

import io.millirun.billing.rating.RateCard;
import io.millirun.metering.ledger.UsagePeriod;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

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
        return cards.get(indexAt(time)).card();
    }

    /** Place of the card that holds at {@code time}. */
    int indexAt(Instant time) {
        int index = 0;
        while (index + 1 < cards.size() && !cards.get(index + 1).effectiveFrom().isAfter(time)) {
            index++;
        }
        return index;
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

    /** Whether the currency changes at the beginning of UTC months alone, if at all. */
    boolean keepsCurrencyWithinMonths() {
        return IntStream.range(1, cards.size())
                .filter(next -> !currency(cards.get(next)).equals(currency(cards.get(next - 1))))
                .mapToObj(next -> cards.get(next).effectiveFrom().atOffset(ZoneOffset.UTC))
                .allMatch(change -> change.getDayOfMonth() == 1 && change.getHour() == 0);
    }

    private static Currency currency(DatedRateCard dated) {
        return dated.card().currency();
    }

    /** The cards that hold from {@code from} until before {@code to}, the first of them dated {@code from}. */
    List<DatedRateCard> between(Instant from, Instant to) {
        List<DatedRateCard> found = new ArrayList<>();
        if (from.isBefore(to)) {
            found.add(new DatedRateCard(at(from), from));
        }
        cards.stream()
                .filter(next -> next.effectiveFrom().isAfter(from)
                        && next.effectiveFrom().isBefore(to))
                .forEach(found::add);
        return found;
    }

    /** A span of time and the card that holds in all of it. */
    public record PricedPeriod(UsagePeriod period, RateCard card) {}
}
