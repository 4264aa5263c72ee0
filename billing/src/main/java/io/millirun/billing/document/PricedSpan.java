package io.millirun.billing.document;

import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.Tier;
import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

/**
 * A rate card as it was when it priced a document, and when it held: all that is needed to compute the document again.
 *
 * @param to the instant after its last
 * @param minimum of a whole month, in minor units of the currency; 0 for none
 */
public record PricedSpan(
        Instant from,
        Instant to,
        String plan,
        int version,
        String currency,
        long freeInitMs,
        long minimum,
        Price requests,
        Price compute) {

    /**
     * The price of a meter.
     *
     * @param freePerMonth requests, or megabytes times milliseconds
     */
    public record Price(long freePerMonth, List<Step> tiers) {

        public Price {
            tiers = List.copyOf(tiers);
        }

        private static Price of(MeterPrice price) {
            return new Price(
                    price.freePerMonth(),
                    price.tiers().stream()
                            .map(tier -> new Step(tier.from(), tier.rate().toPlainString()))
                            .toList());
        }

        private MeterPrice price() {
            return new MeterPrice(
                    freePerMonth,
                    tiers.stream()
                            .map(step -> new Tier(step.from, new BigDecimal(step.rate)))
                            .toList());
        }
    }

    /**
     * A tier.
     *
     * @param from charged quantity at which it begins
     * @param rate of a million requests, or of a GB-second
     */
    public record Step(long from, String rate) {}

    /** What a document keeps of a card. */
    public static PricedSpan of(UsagePeriod period, RateCard card) {
        return new PricedSpan(
                period.from(),
                period.to(),
                card.plan(),
                card.version(),
                card.currency().getCurrencyCode(),
                card.freeInitMs(),
                card.minimumMinor(),
                Price.of(card.requests()),
                Price.of(card.compute()));
    }

    /** The card and its time again. */
    public PricedPeriod priced() {
        return new PricedPeriod(
                new UsagePeriod(from, to),
                new RateCard(
                        plan,
                        version,
                        Currency.getInstance(currency),
                        freeInitMs,
                        requests.price(),
                        compute.price(),
                        minimum));
    }
}
