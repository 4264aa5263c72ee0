package io.millirun.portal.activity;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.RateCard;
import io.millirun.metering.UsageRecord;
import io.millirun.portal.figure.Figure;
import java.math.BigDecimal;

/**
 * How the list price of one call is reached, step by step.
 *
 * @param handlerMs handler time rounded up
 * @param initMs init rounded up, 0 when warm
 * @param freeInitMs what of an init is free
 * @param chargedInitMs what of this one is charged
 */
record PriceSteps(
        boolean billed,
        long handlerMs,
        long initMs,
        long freeInitMs,
        long chargedInitMs,
        long billedMs,
        int memoryMb,
        Figure mbMs,
        Figure gbSeconds,
        String computeRate,
        Figure compute,
        String requestRate,
        Figure request,
        Figure total) {

    static PriceSteps of(UsageRecord usage, ListPrices prices) {
        RateCard card = prices.of(usage.tenant()).at(usage.id().startedAt());
        boolean billed = usage.outcome().billed();
        long handler = Math.ceilDiv(usage.durationMicros(), 1_000);
        long init = Math.ceilDiv(usage.initMicros(), 1_000);
        BigDecimal request = billed ? card.listPrice(1, 0) : BigDecimal.ZERO;
        return new PriceSteps(
                billed,
                handler,
                init,
                card.freeInitMs(),
                Math.max(0, usage.billedMs() - handler),
                usage.billedMs(),
                usage.memory().megabytes(),
                Figure.count(usage.mbMs()),
                Figure.exactGbSeconds(usage.mbMs()),
                rate(card.compute().listRate(), card, Meter.COMPUTE),
                Figure.exactPrice(card.listPrice(0, usage.mbMs()), card.currency()),
                rate(card.requests().listRate(), card, Meter.REQUESTS),
                Figure.exactPrice(request, card.currency()),
                Figure.exactPrice(prices.amount(usage), card.currency()));
    }

    private static String rate(BigDecimal rate, RateCard card, Meter meter) {
        BigDecimal stripped = rate.stripTrailingZeros();
        BigDecimal shown = stripped.setScale(Math.max(card.currency().getDefaultFractionDigits(), stripped.scale()));
        return Figures.money(shown, card.currency()) + " / " + meter.rateUnit();
    }
}
