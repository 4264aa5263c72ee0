package io.millirun.billing.budget;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Rating;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a month costs, before tax.
 *
 * @param spent what the statement says at this moment
 * @param forecast what it will say at the month's end if usage goes on as in the last days
 */
public record MonthOutlook(Money spent, Money forecast) {

    /**
     * Computes it. Pure.
     *
     * @param used consecutive spans of the month with what was used in each until {@code now}
     */
    static MonthOutlook of(List<MeteredSpan> used, Pace pace, Instant now) {
        List<MeteredSpan> then = used.stream()
                .map(span -> {
                    Instant from =
                            span.period().from().isAfter(now) ? span.period().from() : now;
                    Instant to = span.period().to();
                    return new MeteredSpan(
                            span.period(),
                            span.card(),
                            Math.addExact(span.requests(), pace.ahead(pace.requests(), from, to)),
                            Math.addExact(span.mbMs(), pace.ahead(pace.mbMs(), from, to)));
                })
                .toList();
        return new MonthOutlook(total(used), total(then));
    }

    private static Money total(List<MeteredSpan> month) {
        List<RatedLine> lines = new ArrayList<>();
        for (Meter meter : Meter.values()) {
            lines.addAll(Rating.rate(meter, month));
        }
        return Rating.total(lines, Money.zero(month.getFirst().card().currency()));
    }
}
