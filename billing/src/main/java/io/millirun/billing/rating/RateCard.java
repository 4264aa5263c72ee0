package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/**
 * Prices of a plan at one time.
 *
 * @param plan what organizations subscribe to
 * @param version counts the plan's cards
 * @param freeInitMs milliseconds of each init that are not charged
 * @param minimumMinor least that a whole UTC month costs before tax, in minor units of the currency; 0 for no minimum
 */
public record RateCard(
        String plan,
        int version,
        Currency currency,
        long freeInitMs,
        MeterPrice requests,
        MeterPrice compute,
        long minimumMinor) {

    private static final List<Integer> EXPONENTS = List.of(0, 2, 3);

    public RateCard {
        if (!EXPONENTS.contains(currency.getDefaultFractionDigits())) {
            throw new IllegalArgumentException("no currency to bill in: " + currency);
        }
        if (version < 1 || freeInitMs < 0 || minimumMinor < 0) {
            throw new IllegalArgumentException("impossible rate card " + plan + " " + version);
        }
    }

    /** A card without a minimum. */
    public RateCard(
            String plan, int version, Currency currency, long freeInitMs, MeterPrice requests, MeterPrice compute) {
        this(plan, version, currency, freeInitMs, requests, compute, 0);
    }

    /**
     * The card an installation begins with: 0.20 per million requests, 0.0000166667 per GB-second; free are one million
     * requests and 400,000 GB-seconds per month, and the first second of each init.
     */
    public static RateCard standard(String plan, Currency currency) {
        return new RateCard(
                plan,
                1,
                currency,
                1_000,
                MeterPrice.flat(1_000_000, new BigDecimal("0.20")),
                MeterPrice.flat(400_000L * 1_024_000, new BigDecimal("0.0000166667")));
    }

    /** The price of a meter. */
    public MeterPrice price(Meter meter) {
        return switch (meter) {
            case REQUESTS -> requests;
            case COMPUTE -> compute;
        };
    }

    /** List price of one call, before allowances and tiers, to the last digit. */
    public BigDecimal listPrice(long requestCount, long mbMs) {
        return Meter.REQUESTS
                .amount(requestCount, requests.listRate())
                .add(Meter.COMPUTE.amount(mbMs, compute.listRate()));
    }
}
