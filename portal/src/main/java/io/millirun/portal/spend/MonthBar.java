package io.millirun.portal.spend;

import io.millirun.billing.rating.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * One bar with the month so far, the forecast and the cap; lengths are percentages as text.
 *
 * @param cap where the cap stands; null without one
 */
record MonthBar(String spent, String forecast, @Nullable String cap) {

    /** Room beyond the largest of the three, so that it can be told from the end of the bar. */
    private static final BigDecimal ROOM = new BigDecimal("1.25");

    static MonthBar of(Money spent, Money forecast, @Nullable Money cap) {
        BigDecimal largest = spent.amount().max(forecast.amount());
        BigDecimal whole = cap == null || cap.amount().compareTo(largest) < 0 || cap.signum() == 0
                ? largest.multiply(ROOM)
                : cap.amount();
        if (whole.signum() == 0) {
            whole = BigDecimal.ONE;
        }
        return new MonthBar(
                share(spent.amount(), whole),
                share(forecast.amount(), whole),
                cap == null ? null : share(cap.amount(), whole));
    }

    private static String share(BigDecimal part, BigDecimal whole) {
        return part.movePointRight(2).divide(whole, 2, RoundingMode.HALF_UP).toPlainString() + "%";
    }
}
