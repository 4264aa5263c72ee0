package io.millirun.portal.events;

import io.millirun.runtimemanager.schedules.InvalidScheduleException;
import io.millirun.runtimemanager.schedules.Missed;
import io.millirun.runtimemanager.schedules.Schedule;
import io.millirun.runtimemanager.schedules.ScheduleSettings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as typed; start and end are local times of the schedule's zone.
 *
 * @param missed {@code skip}, {@code once} or {@code all}
 * @param enabled null where the box is not ticked
 */
record ScheduleForm(
        String name,
        String qualifier,
        String expression,
        String timeZone,
        String start,
        String end,
        String payload,
        String missed,
        @Nullable Boolean enabled) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    /** A new one. */
    static final ScheduleForm NEW = new ScheduleForm("", "$LATEST", "rate(1 hour)", "UTC", "", "", "", "once", true);

    ScheduleForm {
        name = name == null ? "" : name.strip();
        qualifier = qualifier == null || qualifier.isBlank() ? "$LATEST" : qualifier.strip();
        expression = expression == null ? "" : expression;
        timeZone = timeZone == null || timeZone.isBlank() ? "UTC" : timeZone.strip();
        start = start == null ? "" : start;
        end = end == null ? "" : end;
        payload = payload == null ? "" : payload;
        missed = missed == null ? "" : missed;
    }

    static ScheduleForm of(Schedule schedule) {
        ScheduleSettings settings = schedule.settings();
        ZoneId zone = ZoneId.of(settings.timeZone());
        return new ScheduleForm(
                settings.name(),
                settings.qualifier(),
                settings.expression(),
                settings.timeZone(),
                local(settings.start(), zone),
                local(settings.end(), zone),
                settings.payload(),
                settings.missed().name().toLowerCase(Locale.ROOT),
                settings.enabled());
    }

    private static String local(@Nullable Instant at, ZoneId zone) {
        return at == null ? "" : LOCAL.format(at.atZone(zone));
    }

    /** @throws InvalidScheduleException if a field cannot be read */
    ScheduleSettings settings() {
        Missed policy = Stream.of(Missed.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(missed))
                .findFirst()
                .orElseThrow(() -> new InvalidScheduleException("missed", "Choose what happens to missed runs."));
        return new ScheduleSettings(
                name,
                qualifier,
                expression,
                timeZone,
                instant("start", start),
                instant("end", end),
                payload,
                Boolean.TRUE.equals(enabled),
                policy);
    }

    private @Nullable Instant instant(String field, String text) {
        if (text.isBlank()) {
            return null;
        }
        ZoneId zone;
        try {
            zone = ZoneId.of(timeZone);
        } catch (DateTimeException _) {
            throw new InvalidScheduleException("timeZone", "There is no time zone " + timeZone + ".");
        }
        try {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            throw new InvalidScheduleException(field, "Write a date and a time.");
        }
    }
}
