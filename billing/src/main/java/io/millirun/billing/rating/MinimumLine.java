package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What a minimum commitment adds to the month's usage.
 *
 * @param committed the minimum for the hours in which its rate cards held, rounded once
 * @param amount what usage falls short of it
 * @param steps how the amount was reached
 */
public record MinimumLine(Money committed, Money amount, List<Step> steps) {

    public MinimumLine {
        steps = List.copyOf(steps);
    }

    static Optional<MinimumLine> of(List<MeteredSpan> month, Instant since, Money used) {
        Currency currency = used.currency();
        long monthHours =
                month.stream().mapToLong(span -> hours(span, Instant.MIN)).sum();
        BigDecimal minorHours = BigDecimal.ZERO;
        List<Step> steps = new ArrayList<>();
        for (MeteredSpan span : month) {
            long hours = hours(span, since);
            long minimum = span.card().minimumMinor();
            if (minimum > 0 && hours > 0) {
                minorHours = minorHours.add(BigDecimal.valueOf(minimum).multiply(BigDecimal.valueOf(hours)));
                steps.add(new Step(
                        "Minimum of " + span.card().plan() + ", version "
                                + span.card().version() + ", a month",
                        Figures.money(new Money(minimum, currency))));
                steps.add(new Step(
                        "Hours it held, of " + Figures.of(monthHours) + " of the month", "× " + Figures.of(hours)));
            }
        }
        long minor = minorHours
                .divide(BigDecimal.valueOf(monthHours), 0, RoundingMode.HALF_UP)
                .longValueExact();
        Money committed = new Money(minor, currency);
        Money missing = committed.minus(used);
        if (missing.signum() <= 0) {
            return Optional.empty();
        }
        steps.add(new Step("Committed, rounded half up, once", Figures.money(committed)));
        steps.add(new Step("Charged for usage", "− " + Figures.money(used)));
        steps.add(new Step("Short of the minimum", Figures.money(missing)));
        return Optional.of(new MinimumLine(committed, missing, steps));
    }

    private static long hours(MeteredSpan span, Instant since) {
        Instant from =
                since.isBefore(span.period().from()) ? span.period().from() : since.truncatedTo(ChronoUnit.HOURS);
        return from.isBefore(span.period().to())
                ? Duration.between(from, span.period().to()).toHours()
                : 0;
    }
}
