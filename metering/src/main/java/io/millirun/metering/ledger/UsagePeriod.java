package io.millirun.metering.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A span of whole UTC hours, the finest that sums are kept for.
 *
 * @param from its first hour
 * @param to the hour after its last
 */
public record UsagePeriod(Instant from, Instant to) {

    public UsagePeriod {
        if (!from.equals(from.truncatedTo(ChronoUnit.HOURS)) || !to.equals(to.truncatedTo(ChronoUnit.HOURS))) {
            throw new IllegalArgumentException("usage is summed by whole UTC hours: " + from + " to " + to);
        }
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("a period that ends before it begins: " + from + " to " + to);
        }
    }

    /** A UTC month. */
    public static UsagePeriod month(YearMonth month) {
        return days(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    /** UTC days from {@code first} until before {@code end}. */
    public static UsagePeriod days(LocalDate first, LocalDate end) {
        return new UsagePeriod(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                end.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
