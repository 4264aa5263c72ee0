package io.millirun.billing.rating;

import java.math.BigDecimal;

/**
 * A step of a graduated price.
 *
 * @param from charged quantity of the month (beyond the free allowance) at which the step begins
 * @param rate price of one of the meter's rate units
 */
public record Tier(long from, BigDecimal rate) {

    /** Most decimals that a rate is kept with. */
    public static final int MOST_DECIMALS = 18;

    public Tier {
        rate = rate.stripTrailingZeros();
        if (from < 0 || rate.signum() < 0 || rate.scale() > MOST_DECIMALS) {
            throw new IllegalArgumentException("no price: " + rate + " from " + from);
        }
    }
}
