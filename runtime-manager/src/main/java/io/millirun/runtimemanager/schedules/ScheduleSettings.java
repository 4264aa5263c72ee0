package io.millirun.runtimemanager.schedules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What its owner decides about a schedule.
 *
 * @param qualifier version or alias that is called, {@code $LATEST} if in doubt
 * @param expression {@code rate(...)}, {@code cron(...)} or {@code at(...)}
 * @param timeZone name of an IANA time zone, in which cron and at are read
 * @param start first instant that counts, null for none
 * @param end from when it does not fire any more, null for never
 * @param payload JSON that the function gets, empty for an event that tells of the schedule
 */
public record ScheduleSettings(
        String name,
        String qualifier,
        String expression,
        String timeZone,
        @Nullable Instant start,
        @Nullable Instant end,
        String payload,
        boolean enabled,
        Missed missed) {

    private static final int LONGEST_PAYLOAD = 256 * 1024;

    /**
     * When it fires.
     *
     * @param anchor from where a rate counts if there is no start
     * @throws InvalidScheduleException if the expression or the time zone is none
     */
    public Timing timing(Instant anchor) {
        ZoneId zone;
        try {
            zone = ZoneId.of(timeZone.strip());
        } catch (DateTimeException _) {
            throw new InvalidScheduleException("timeZone", "There is no time zone " + timeZone + ".");
        }
        return new Timing(Expression.parse(expression), zone, start, end, anchor);
    }

    /** @throws InvalidScheduleException if anything about it cannot be */
    void check() {
        if (!name.matches("[a-zA-Z0-9._-]{1,64}")) {
            throw new InvalidScheduleException(
                    "name", "A name has 1 to 64 letters, digits, dots, hyphens and underscores.");
        }
        if (!qualifier.matches("\\$LATEST|[a-zA-Z0-9-_]{1,128}")) {
            throw new InvalidScheduleException("qualifier", "This is neither a version nor an alias.");
        }
        timing(Instant.EPOCH);
        if (start != null && end != null && !end.isAfter(start)) {
            throw new InvalidScheduleException("end", "The end must be after the start.");
        }
        if (payload.length() > LONGEST_PAYLOAD) {
            throw new InvalidScheduleException("payload", "The payload must be at most 256 KB.");
        }
        if (!payload.isBlank()) {
            try {
                JsonMapper.shared().readTree(payload);
            } catch (JacksonException wrong) {
                throw new InvalidScheduleException("payload", "The payload is not JSON: " + wrong.getOriginalMessage());
            }
        }
    }
}
