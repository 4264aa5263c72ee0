package io.millirun.billing.rating;

import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.util.List;

/**
 * What one meter cost in one tier of one rate card. Quantities are the whole numbers of metering.
 *
 * @param period when the card held
 * @param tier counted from 1
 * @param used what was used; the free part and the charged part of it
 * @param free what the month's free allowance covered
 * @param charged what is left
 * @param rate price of one of the meter's rate units
 * @param exact the amount to the last digit
 * @param amount the amount as printed, rounded once
 * @param steps how the amount was reached, from metering's number to the printed amount
 */
public record RatedLine(
        Meter meter,
        UsagePeriod period,
        int tier,
        long used,
        long free,
        long charged,
        BigDecimal rate,
        BigDecimal exact,
        Money amount,
        List<Step> steps) {

    public RatedLine {
        steps = List.copyOf(steps);
    }
}
