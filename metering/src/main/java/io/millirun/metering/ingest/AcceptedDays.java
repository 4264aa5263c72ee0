package io.millirun.metering.ingest;

import io.millirun.metering.UsageRecord;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The UTC days whose records are taken in, and so have partitions: those that are kept and, for clocks that differ, one
 * to come.
 */
record AcceptedDays(LocalDate first, LocalDate last) {

    static AcceptedDays on(LocalDate today, Period retention) {
        return new AcceptedDays(today.minus(retention), today.plusDays(1));
    }

    /** The day a record belongs to: that of the time inside its id. */
    static LocalDate of(UsageRecord usage) {
        return LocalDate.ofInstant(usage.id().startedAt(), ZoneOffset.UTC);
    }

    /** Why {@code usage} does not belong to these days; empty if it does. */
    Optional<Refusal> refusal(UsageRecord usage) {
        LocalDate day = of(usage);
        if (day.isBefore(first)) {
            return Optional.of(Refusal.EXPIRED);
        }
        return day.isAfter(last) ? Optional.of(Refusal.FUTURE) : Optional.empty();
    }
}
