package io.millirun.portal.prices;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Rating;
import io.millirun.metering.ledger.UsagePeriod;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a whole month of some usage costs by one rate card, before tax.
 *
 * @param lines as the statement would have them
 * @param usage their sum
 * @param minimum what the minimum commitment adds to it
 * @param total both
 */
record MonthPrice(List<RatedLine> lines, Money usage, Money minimum, Money total) {

    /** Any month: its length changes nothing. */
    private static final UsagePeriod MONTH = UsagePeriod.month(YearMonth.of(2026, 1));

    static MonthPrice of(RateCard card, PriceReading.Usage used) {
        List<MeteredSpan> month = List.of(new MeteredSpan(MONTH, card, used.requests(), used.mbMs()));
        List<RatedLine> lines = Stream.of(Meter.values())
                .flatMap(meter -> Rating.rate(meter, month).stream())
                .toList();
        Money zero = Money.zero(card.currency());
        Money usage = Rating.total(lines, zero);
        Money gap = new Money(card.minimumMinor(), card.currency()).minus(usage);
        Money minimum = gap.signum() > 0 ? gap : zero;
        return new MonthPrice(lines, usage, minimum, usage.plus(minimum));
    }
}
