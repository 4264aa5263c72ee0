package io.millirun.billing.rating;

import java.math.BigDecimal;

/** What is charged for. Metering sums it in whole numbers; rates are per unit, which is many of those. */
public enum Meter {
    /** Billed invocations, priced by the million. */
    REQUESTS(1_000_000, 1, "requests", "million requests"),
    /** Configured megabytes times billed milliseconds, priced by the GB-second (1 GB = 1,024 MB). */
    COMPUTE(1_024_000, 1_024_000, "GB-seconds", "GB-second");

    private final BigDecimal perRateUnit;
    private final BigDecimal perShownUnit;
    private final String plural;
    private final String rateUnit;

    Meter(long perRateUnit, long perShownUnit, String plural, String rateUnit) {
        this.perRateUnit = BigDecimal.valueOf(perRateUnit);
        this.perShownUnit = BigDecimal.valueOf(perShownUnit);
        this.plural = plural;
        this.rateUnit = rateUnit;
    }

    /** What {@code quantity} costs at {@code rate} per unit, to the last digit: both divisors end in decimals. */
    public BigDecimal amount(long quantity, BigDecimal rate) {
        return BigDecimal.valueOf(quantity).multiply(rate).divide(perRateUnit);
    }

    /** The quantity as people read it: requests, or GB-seconds with all their decimals. */
    public BigDecimal shown(long quantity) {
        BigDecimal shown = BigDecimal.valueOf(quantity).divide(perShownUnit).stripTrailingZeros();
        return shown.scale() < 0 ? shown.setScale(0) : shown;
    }

    /** Name of what {@link #shown} counts. */
    public String plural() {
        return plural;
    }

    /** What a rate is the price of. */
    public String rateUnit() {
        return rateUnit;
    }
}
