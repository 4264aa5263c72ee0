package io.millirun.billing.spend;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Rating;
import io.millirun.billing.rating.Tier;
import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The most that a month can cost when no more than the given quantities are used in it: never less than what rating
 * makes of them or of any part of them, and growing with each of them. Until new prices take over within the month it is
 * rating's own result, free allowance and tiers included.
 *
 * @param exact to the last digit
 * @param lines printed lines that can be rounded up
 */
record Ceiling(BigDecimal exact, int lines) {

    private static final UsagePeriod ANY = new UsagePeriod(Instant.EPOCH, Instant.EPOCH);

    /** For an organization, whose usage has the month's free allowance. */
    static Ceiling ofOrganization(List<UsedSpan> month) {
        Ceiling sum = new Ceiling(BigDecimal.ZERO, 0);
        for (Meter meter : Meter.values()) {
            sum = sum.plus(ofOrganization(meter, month));
        }
        return sum;
    }

    /** For one function, whose calls count at the highest price there is and without a free allowance. */
    static Ceiling ofFunction(List<UsedSpan> month) {
        Ceiling sum = new Ceiling(BigDecimal.ZERO, 0);
        for (Meter meter : Meter.values()) {
            for (UsedSpan span : month) {
                sum = sum.plus(atHighestRate(meter, span, span.quantity().of(meter)));
            }
        }
        return sum;
    }

    private static Ceiling ofOrganization(Meter meter, List<UsedSpan> month) {
        UsedSpan first = month.getFirst();
        List<RatedLine> rated = Rating.rate(
                meter,
                List.of(new MeteredSpan(
                        ANY,
                        first.card(),
                        first.quantity().requests(),
                        first.quantity().mbMs())));
        Ceiling sum = new Ceiling(rated.stream().map(RatedLine::exact).reduce(BigDecimal.ZERO, BigDecimal::add), (int)
                rated.stream().filter(line -> line.exact().signum() > 0).count());
        long free = rated.stream().mapToLong(RatedLine::free).sum();
        for (UsedSpan later : month.subList(1, month.size())) {
            long used = later.quantity().of(meter);
            // Less usage before a change of prices could move this usage into a dearer tier.
            long allowed = Math.clamp(later.card().price(meter).freePerMonth() - free, 0, used);
            free += allowed;
            sum = sum.plus(atHighestRate(meter, later, used - allowed));
        }
        return sum;
    }

    private static Ceiling atHighestRate(Meter meter, UsedSpan span, long charged) {
        MeterPrice price = span.card().price(meter);
        BigDecimal highest = price.tiers().stream()
                .map(Tier::rate)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        BigDecimal exact = meter.amount(charged, highest);
        return new Ceiling(exact, exact.signum() > 0 ? price.tiers().size() : 0);
    }

    private Ceiling plus(Ceiling other) {
        return new Ceiling(exact.add(other.exact), lines + other.lines);
    }

    /** Whether the printed lines cannot sum to more than {@code cap}: one minor unit per line is held back for rounding. */
    boolean isWithin(Money cap) {
        BigDecimal heldBack = new Money(lines, cap.currency()).amount();
        return exact.signum() == 0 || exact.add(heldBack).compareTo(cap.amount()) <= 0;
    }
}
