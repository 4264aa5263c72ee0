package io.millirun.metering.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A period as the whole UTC days in it and the hours before and after them.
 *
 * @param first the first whole day
 * @param end the day after the last whole one; the same as {@code first} where there is none
 * @param headEnd where the hours before the days end
 * @param tail where the hours after the days begin
 */
record WholeDays(LocalDate first, LocalDate end, Instant headEnd, Instant tail) {

    static WholeDays of(UsagePeriod period) {
        LocalDate first = LocalDate.ofInstant(period.from(), ZoneOffset.UTC);
        if (midnight(first).isBefore(period.from())) {
            first = first.plusDays(1);
        }
        LocalDate end = LocalDate.ofInstant(period.to(), ZoneOffset.UTC);
        return first.isAfter(end)
                ? new WholeDays(first, first, period.to(), period.to())
                : new WholeDays(first, end, midnight(first), midnight(end));
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
