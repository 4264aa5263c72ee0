package io.millirun.runtimemanager.schedules;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a schedule fires, as EventBridge Scheduler writes it: {@code rate(5 minutes)}, {@code cron(0 9 ? * MON-FRI *)},
 * {@code at(2026-12-24T18:00:00)}.
 *
 * <p>Daylight saving time as EventBridge Scheduler documents it: a local time that does not exist is skipped; one that comes
 * twice fires the first time only; a day of a rate is 24 hours.
 */
public sealed interface Expression {

    /**
     * The first instant after {@code after}; empty if there is none any more.
     *
     * @param anchor from where a rate counts
     */
    Optional<Instant> next(Instant after, ZoneId zone, Instant anchor);

    /** A fixed interval, counted from the anchor, which is its first instant. */
    record Rate(Duration interval) implements Expression {

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone, Instant anchor) {
            if (after.isBefore(anchor)) {
                return Optional.of(anchor);
            }
            long passed = Duration.between(anchor, after).dividedBy(interval);
            return Optional.of(anchor.plus(interval.multipliedBy(passed + 1)));
        }
    }

    /** Local times that match all fields. */
    record Calendar(Cron cron) implements Expression {

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone, Instant anchor) {
            return cron.next(after, zone);
        }
    }

    /** Once. */
    record At(LocalDateTime time) implements Expression {

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone, Instant anchor) {
            return instant(time, zone).filter(at -> at.isAfter(after));
        }
    }

    /** Form of a rate. */
    Pattern RATE = Pattern.compile("rate\\(\\s*([0-9]{1,6})\\s+(minutes?|hours?|days?)\\s*\\)");

    /** Form of a cron expression. */
    Pattern CRON = Pattern.compile("cron\\((.*)\\)");

    /** Form of a single time. */
    Pattern AT = Pattern.compile("at\\(\\s*([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)\\s*\\)");

    /**
     * Reads an expression.
     *
     * @throws InvalidScheduleException if it is none, with a sentence that says what is wrong
     */
    static Expression parse(String text) {
        String given = text.strip();
        Matcher rate = RATE.matcher(given);
        if (rate.matches()) {
            return rate(Integer.parseInt(rate.group(1)), rate.group(2));
        }
        Matcher cron = CRON.matcher(given);
        if (cron.matches()) {
            return new Calendar(Cron.parse(cron.group(1)));
        }
        Matcher at = AT.matcher(given);
        if (at.matches()) {
            try {
                return new At(LocalDateTime.parse(at.group(1)));
            } catch (DateTimeException _) {
                throw wrong("There is no such date: " + at.group(1) + ".");
            }
        }
        throw wrong("Write rate(5 minutes), cron(0 9 ? * MON-FRI *) or at(2026-12-24T18:00:00).");
    }

    private static Rate rate(int number, String unit) {
        if (number < 1) {
            throw wrong("A rate must be at least 1.");
        }
        Duration interval = switch (unit.charAt(0)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        return new Rate(interval);
    }

    /** The instant of a local time: none in the gap of a clock put forward, the first of two when it is put back. */
    static Optional<Instant> instant(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return offsets.isEmpty() ? Optional.empty() : Optional.of(local.toInstant(offsets.getFirst()));
    }

    /** The complaint about an expression. */
    static InvalidScheduleException wrong(String message) {
        return new InvalidScheduleException("expression", message);
    }
}
