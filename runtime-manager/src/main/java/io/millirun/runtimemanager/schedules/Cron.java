package io.millirun.runtimemanager.schedules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron expression in the dialect of Amazon EventBridge: minutes, hours, day of month, month, day of week (1 is Sunday),
 * year; exactly one of the two days is {@code ?}.
 */
public final class Cron {

    private static final int LAST_YEAR = 2199;
    private static final int FIELDS = 6;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final CronField MINUTES = new CronField("minutes", 0, 59, List.of());
    private static final CronField HOURS = new CronField("hours", 0, 23, List.of());
    private static final CronField MONTH = new CronField("month", 1, 12, MONTHS);
    private static final CronField YEAR = new CronField("year", 1970, LAST_YEAR, List.of());

    private final BitSet minutes;
    private final BitSet hours;
    private final CronDays days;
    private final BitSet months;
    private final BitSet years;

    private Cron(BitSet minutes, BitSet hours, CronDays days, BitSet months, BitSet years) {
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.months = months;
        this.years = years;
    }

    /**
     * Reads the six fields.
     *
     * @throws InvalidScheduleException if they are none
     */
    static Cron parse(String text) {
        String[] fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        if (fields.length != FIELDS) {
            throw Expression.wrong(
                    "A cron expression has six fields: minutes hours day-of-month month day-of-week year.");
        }
        return new Cron(
                MINUTES.parse(fields[0]),
                HOURS.parse(fields[1]),
                CronDays.parse(fields[2], fields[4]),
                MONTH.parse(fields[3]),
                YEAR.parse(fields[5]));
    }

    /** The first instant after {@code after} whose local time matches; empty if there is none until the end of 2199. */
    Optional<Instant> next(Instant after, ZoneId zone) {
        // The day before, too: at an overlap the same local time is both before and after.
        LocalDate day = after.atZone(zone).toLocalDate().minusDays(1);
        while (day.getYear() <= LAST_YEAR) {
            if (!years.get(day.getYear())) {
                day = LocalDate.of(day.getYear() + 1, 1, 1);
            } else if (!months.get(day.getMonthValue())) {
                day = day.plusMonths(1).withDayOfMonth(1);
            } else {
                Optional<Instant> found = days.include(day) ? onDay(day, after, zone) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
                day = day.plusDays(1);
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> onDay(LocalDate day, Instant after, ZoneId zone) {
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                Optional<Instant> at = Expression.instant(day.atTime(LocalTime.of(hour, minute)), zone);
                if (at.filter(after::isBefore).isPresent()) {
                    return at;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron
                && minutes.equals(cron.minutes)
                && hours.equals(cron.hours)
                && days.equals(cron.days)
                && months.equals(cron.months)
                && years.equals(cron.years);
    }

    @Override
    public int hashCode() {
        return minutes.hashCode() ^ hours.hashCode() ^ days.hashCode();
    }
}
