package io.millirun.billing.rating;

import io.millirun.metering.ledger.UsagePeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What late usage adds to a month that was invoiced already: the month rated with it, less the month rated without.
 *
 * @param month that was invoiced
 * @param spans the month, cut where prices changed
 * @param before what the month came to without it
 * @param after what it comes to with it
 * @param amount the difference; zero where the month was billed in another currency, which no later invoice can carry
 * @param steps how the amount was reached
 */
public record Correction(
        YearMonth month, List<LateSpan> spans, Money before, Money after, Money amount, List<Step> steps) {

    public Correction {
        spans = List.copyOf(spans);
        steps = List.copyOf(steps);
    }

    /**
     * Usage of a span of time in which one rate card held.
     *
     * @param requests what was billed until now
     * @param mbMs the same in megabytes times milliseconds
     * @param lateRequests what came late
     * @param lateMbMs the same in megabytes times milliseconds
     */
    public record LateSpan(
            UsagePeriod period, RateCard card, long requests, long mbMs, long lateRequests, long lateMbMs) {

        MeteredSpan before() {
            return new MeteredSpan(period, card, requests, mbMs);
        }

        MeteredSpan after() {
            return new MeteredSpan(period, card, Math.addExact(requests, lateRequests), Math.addExact(mbMs, lateMbMs));
        }
    }

    /**
     * Rates a month without its late usage and with it.
     *
     * @param since when the organization began
     * @param currency of the invoice that the correction is for
     */
    public static Correction of(YearMonth month, List<LateSpan> spans, Instant since, Currency currency) {
        Money before = MonthBill.of(spans.stream().map(LateSpan::before).toList(), since)
                .total();
        Money after = MonthBill.of(spans.stream().map(LateSpan::after).toList(), since)
                .total();
        Money difference = after.minus(before);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("Late requests", Figures.of(sum(spans, LateSpan::lateRequests))));
        steps.add(new Step(
                "Late GB-seconds (MB·ms ÷ 1,024,000)",
                Figures.of(Meter.COMPUTE.shown(sum(spans, LateSpan::lateMbMs)))));
        steps.add(new Step("The month rated with them", Figures.money(after)));
        steps.add(new Step("The month rated without them", "− " + Figures.money(before)));
        if (after.currency().equals(currency)) {
            steps.add(new Step("Correction", Figures.money(difference)));
            return new Correction(month, spans, before, after, difference, steps);
        }
        steps.add(new Step("Not charged: the month was billed in " + after.currency(), Figures.money(difference)));
        return new Correction(month, spans, before, after, Money.zero(currency), steps);
    }

    private static long sum(List<LateSpan> spans, ToLongFunction<LateSpan> quantity) {
        return spans.stream().mapToLong(quantity).reduce(0, Math::addExact);
    }
}
