package io.millirun.runtimemanager.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private static Timing timing(String expression) {
        return new Timing(Expression.parse(expression), BERLIN, null, null, NOON);
    }

    @Test
    void aRateCountsFromItsAnchorInFixedSteps() {
        assertThat(timing("rate(5 minutes)").next(NOON.plusSeconds(1), 2))
                .containsExactly(NOON.plusSeconds(300), NOON.plusSeconds(600));
        assertThat(Expression.parse("rate(1 day)")).isEqualTo(new Expression.Rate(Duration.ofHours(24)));
    }

    @Test
    void aRateOfDaysIs24HoursWhateverTheClockDoes() {
        Instant saturday = Instant.parse("2026-03-28T11:00:00Z");
        var daily = new Timing(Expression.parse("rate(1 day)"), BERLIN, saturday, null, saturday);

        assertThat(daily.next(saturday, 1)).containsExactly(saturday.plus(Duration.ofHours(24)));
    }

    @Test
    void aSingleTimeIsReadInItsZoneAndComesOnce() {
        Timing once = timing("at(2026-12-24T18:00:00)");

        assertThat(once.next(NOON, 10)).containsExactly(Instant.parse("2026-12-24T17:00:00Z"));
        assertThat(once.next(Instant.parse("2026-12-24T17:00:00Z"))).isEmpty();
        assertThat(timing("at(2027-03-28T02:30:00)").next(NOON)).isEmpty();
    }

    @Test
    void nothingFiresBeforeTheStartOrFromTheEndOn() {
        var bounded = new Timing(
                Expression.parse("rate(1 hour)"), BERLIN, NOON.plusSeconds(60), NOON.plusSeconds(7_260), NOON);

        assertThat(bounded.next(NOON.minusSeconds(999), 10))
                .containsExactly(NOON.plusSeconds(60), NOON.plusSeconds(3_660));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rate(0 minutes)",
                "rate(5 seconds)",
                "rate(5)",
                "cron()",
                "at(2026-02-30T00:00:00)",
                "at(now)",
                "every(5 minutes)",
                "rate(5 minutes"
            })
    void whatIsNoExpressionIsRefused(String text) {
        assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(() -> Expression.parse(text));
    }

    @Test
    void missedInstantsAreSkippedRunOnceOrAllRun() {
        Timing every = timing("rate(10 minutes)");
        Instant due = NOON.plusSeconds(600);
        Instant now = NOON.plusSeconds(3_600);

        assertThat(Firings.of(every, due, now, Missed.SKIP).now()).containsExactly(now);
        assertThat(Firings.of(every, due, now, Missed.ONCE).now()).containsExactly(NOON.plusSeconds(3_000), now);
        assertThat(Firings.of(every, due, now, Missed.ALL).now()).hasSize(6).endsWith(now);
        assertThat(Firings.of(every, due, now, Missed.ALL).next()).contains(NOON.plusSeconds(4_200));
    }

    @Test
    void noMoreThanTheLimitIsMadeUpForAndTheNewestAre() {
        Timing every = timing("rate(1 minute)");
        Instant now = NOON.plus(Duration.ofDays(2));

        List<Instant> fired = Firings.of(every, NOON, now, Missed.ALL).now();

        assertThat(fired.getLast()).isEqualTo(now);
        assertThat(fired).hasSize(Firings.MOST + 2).isSorted();
    }

    @Test
    void whatIsOnTimeFiresWhateverThePolicy() {
        Timing every = timing("rate(10 minutes)");
        Instant due = NOON.plusSeconds(600);

        for (Missed missed : Missed.values()) {
            assertThat(Firings.of(every, due, due.plusSeconds(2), missed).now()).containsExactly(due);
        }
    }
}
