package io.millirun.runtimemanager.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static List<LocalDateTime> next(String cron, String after, ZoneId zone, int count) {
        Cron parsed = Cron.parse(cron);
        List<LocalDateTime> times = new ArrayList<>();
        Optional<Instant> at =
                parsed.next(LocalDateTime.parse(after).atZone(zone).toInstant(), zone);
        while (at.isPresent() && times.size() < count) {
            times.add(LocalDateTime.ofInstant(at.get(), zone));
            at = parsed.next(at.get(), zone);
        }
        return times;
    }

    /** The examples of EventBridge's user guide, and each special sign. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 10 * * ? *          | 2026-11-25T09:34 | 2026-11-25T10:00 | 2026-11-26T10:00",
                "15 12 * * ? *         | 2026-11-25T12:15 | 2026-11-26T12:15 | 2026-11-27T12:15",
                "0 18 ? * MON-FRI *    | 2026-11-27T18:00 | 2026-11-30T18:00 | 2026-12-01T18:00",
                "0 8 1 * ? *           | 2026-11-25T00:00 | 2026-12-01T08:00 | 2027-01-01T08:00",
                "0/15 * * * ? *        | 2026-11-25T09:34 | 2026-11-25T09:45 | 2026-11-25T10:00",
                "0/10 * ? * MON-FRI *  | 2026-11-27T23:50 | 2026-11-30T00:00 | 2026-11-30T00:10",
                "0/5 8-17 ? * MON-FRI *| 2026-11-25T17:55 | 2026-11-26T08:00 | 2026-11-26T08:05",
                "0 9 ? * 2#1 *         | 2026-11-25T00:00 | 2026-12-07T09:00 | 2027-01-04T09:00",
                "0 0 L * ? *           | 2026-11-25T00:00 | 2026-11-30T00:00 | 2026-12-31T00:00",
                "0 0 L-2 * ? *         | 2026-11-25T00:00 | 2026-11-28T00:00 | 2026-12-29T00:00",
                "0 0 LW * ? *          | 2027-01-01T00:00 | 2027-01-29T00:00 | 2027-02-26T00:00",
                "0 0 15W * ? *         | 2026-11-01T00:00 | 2026-11-16T00:00 | 2026-12-15T00:00",
                "0 0 1W * ? *          | 2026-07-31T00:00 | 2026-08-03T00:00 | 2026-09-01T00:00",
                "0 0 ? * 6L *          | 2026-11-01T00:00 | 2026-11-27T00:00 | 2026-12-25T00:00",
                "0 0 ? * L *           | 2026-11-25T00:00 | 2026-11-28T00:00 | 2026-12-05T00:00",
                "0 0 29 2 ? *          | 2026-01-01T00:00 | 2028-02-29T00:00 | 2032-02-29T00:00",
                "30 6 ? JAN,JUL SUN *  | 2026-11-25T00:00 | 2027-01-03T06:30 | 2027-01-10T06:30",
                "0 22 ? * FRI-MON *    | 2026-11-25T00:00 | 2026-11-27T22:00 | 2026-11-28T22:00",
                "0 0 1 1 ? 2030,2040   | 2026-11-25T00:00 | 2030-01-01T00:00 | 2040-01-01T00:00"
            })
    void anExpressionFiresWhenEventBridgeSaysSo(String cron, String after, String first, String second) {
        assertThat(next(cron, after, ZoneOffset.UTC, 2))
                .containsExactly(LocalDateTime.parse(first), LocalDateTime.parse(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * * *",
                "0 10 * * * *",
                "0 10 ? * ? *",
                "60 10 * * ? *",
                "0 24 * * ? *",
                "0 0 32 * ? *",
                "0 0 0 * ? *",
                "0 0 ? * 8 *",
                "0 0 ? * MON#6 *",
                "0 0 * 13 ? *",
                "0 0 * FOO ? *",
                "0 0 * * ? 1969",
                "0/0 * * * ? *",
                "a * * * ? *",
                "0 0 * * ? * *",
                "1- * * * ? *",
                ",1 * * * ? *",
                "0 0 L-31 * ? *",
                "99999 0 * * ? *"
            })
    void whatIsNoExpressionIsRefusedWithASentence(String cron) {
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> Cron.parse(cron))
                .satisfies(refused -> assertThat(refused.message()).endsWith("."));
    }

    @Test
    void aTimeThatTheClockLeapsOverIsSkippedThatDay() {
        assertThat(next("30 2 * * ? *", "2026-03-28T00:00", BERLIN, 3))
                .containsExactly(
                        LocalDateTime.parse("2026-03-28T02:30"),
                        LocalDateTime.parse("2026-03-30T02:30"),
                        LocalDateTime.parse("2026-03-31T02:30"));
        assertThat(next("30 2 * * ? *", "2026-03-07T12:00", NEW_YORK, 1))
                .containsExactly(LocalDateTime.parse("2026-03-09T02:30"));
    }

    @Test
    void aTimeThatComesTwiceFiresTheFirstTimeOnly() {
        Cron cron = Cron.parse("30 2 * * ? *");
        Instant before = Instant.parse("2026-10-24T12:00:00Z");

        Instant first = cron.next(before, BERLIN).orElseThrow();
        Instant second = cron.next(first, BERLIN).orElseThrow();

        assertThat(first).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(second).isEqualTo(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void anExpressionThatNeverMatchesEnds() {
        assertThat(Cron.parse("0 0 30 2 ? *").next(Instant.parse("2026-01-01T00:00:00Z"), BERLIN))
                .isEmpty();
    }

    /** Counts minute by minute: slow, simple, and no code shared with what it checks. */
    @Property(tries = 200)
    void theNextInstantIsTheFirstMatchingMinute(
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(max = 59) int minute,
            @ForAll @IntRange(max = 23) int hour,
            @ForAll @IntRange(min = 1, max = 7) int weekday,
            @ForAll @IntRange(max = 365 * 24 * 60) int offset) {
        Instant after = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(offset * 60L);
        Cron cron = Cron.parse(minute + " " + hour + " ? * " + weekday + " *");

        Instant found = cron.next(after, zone).orElseThrow();

        Instant at = after.plusSeconds(60);
        while (!matches(at, zone, minute, hour, weekday)) {
            at = at.plusSeconds(60);
        }
        assertThat(found).isEqualTo(at);
    }

    private static boolean matches(Instant at, ZoneId zone, int minute, int hour, int weekday) {
        var local = at.atZone(zone);
        DayOfWeek day = DayOfWeek.of((weekday + 5) % 7 + 1);
        return local.getMinute() == minute
                && local.getHour() == hour
                && local.getDayOfWeek() == day
                && local.withEarlierOffsetAtOverlap().equals(local);
    }

    @Property(tries = 300)
    void firingsMoveForwardAndMatchTheirDay(
            @ForAll @IntRange(min = 1, max = 31) int day,
            @ForAll("zones") ZoneId zone,
            @ForAll("days") LocalDate from) {
        Cron cron = Cron.parse("0 12 " + day + " * ? *");
        Instant after = from.atStartOfDay(zone).toInstant();

        Instant first = cron.next(after, zone).orElseThrow();

        assertThat(first).isAfter(after);
        assertThat(first.atZone(zone).getDayOfMonth()).isEqualTo(day);
        assertThat(cron.next(first, zone).orElseThrow()).isAfter(first);
        assertThat(cron.next(first.minusNanos(1), zone)).contains(first);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<LocalDate> days() {
        return Arbitraries.integers()
                .between(0, 3_000)
                .map(days -> LocalDate.of(2024, 1, 1).plusDays(days));
    }
}
