package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Prices a month. Totals are summed as integers before they get here; each line is rounded once. The free allowance goes
 * to the month's first usage, tiers count what is charged beyond it; both run on when a new rate card takes over.
 */
public final class Rating {

    private final Meter meter;
    private final List<RatedLine> lines = new ArrayList<>();
    private long freeUsed;
    private long charged;

    private Rating(Meter meter) {
        this.meter = meter;
    }

    /**
     * The lines of one meter: at least one for each span, zero or not.
     *
     * @param month consecutive spans of one UTC month, in their order, in one currency
     */
    public static List<RatedLine> rate(Meter meter, List<MeteredSpan> month) {
        if (month.stream().map(span -> span.card().currency()).distinct().count() > 1) {
            throw new IllegalArgumentException("a month is billed in one currency");
        }
        Rating rating = new Rating(meter);
        month.forEach(rating::add);
        return List.copyOf(rating.lines);
    }

    /** The sum of what is printed on the lines. */
    public static Money total(List<RatedLine> lines, Money zero) {
        return lines.stream().map(RatedLine::amount).reduce(zero, Money::plus);
    }

    private void add(MeteredSpan span) {
        MeterPrice price = span.card().price(meter);
        long rest = span.quantity(meter);
        long free = Math.min(rest, Math.max(0, price.freePerMonth() - freeUsed));
        freeUsed = Math.addExact(freeUsed, free);
        rest -= free;
        do {
            int tier = price.tierAt(charged);
            long inTier = Math.min(rest, price.end(tier) - charged);
            lines.add(line(span, tier, free, inTier));
            charged = Math.addExact(charged, inTier);
            rest -= inTier;
            free = 0;
        } while (rest > 0);
    }

    private RatedLine line(MeteredSpan span, int tier, long free, long inTier) {
        MeterPrice price = span.card().price(meter);
        BigDecimal rate = price.tiers().get(tier).rate();
        BigDecimal exact = meter.amount(inTier, rate);
        Money amount = Money.rounded(exact, span.card().currency());
        long used = Math.addExact(free, inTier);
        List<Step> steps = Explanation.of(meter, span.card(), tier, used, free, inTier, exact, amount);
        return new RatedLine(meter, span.period(), tier + 1, used, free, inTier, rate, exact, amount, steps);
    }
}
