package io.millirun.billing.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.rating.Money;
import io.millirun.billing.suspension.Standing.Exempt;
import io.millirun.billing.suspension.Standing.Good;
import io.millirun.billing.suspension.Standing.ReadOnly;
import io.millirun.billing.suspension.Standing.Reminded;
import io.millirun.billing.suspension.Standing.Step;
import io.millirun.billing.suspension.Standing.Stopped;
import io.millirun.billing.suspension.Standing.Warned;
import io.millirun.billing.suspension.StandingEvent.Exempted;
import io.millirun.billing.suspension.StandingEvent.Looked;
import io.millirun.billing.suspension.StandingEvent.Released;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StandingTests {

    private static final LadderSchedule SCHEDULE =
            new LadderSchedule(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(28));
    private static final LocalDate DUE = LocalDate.parse("2026-11-01");
    private static final Optional<Arrears> OWING =
            Optional.of(new Arrears(new Money(1_873, Currency.getInstance("USD")), DUE, "MR-2026-000017"));
    private static final List<Class<? extends Standing>> RUNGS =
            List.of(Good.class, Reminded.class, Warned.class, ReadOnly.class, Stopped.class);

    @Test
    void stepsFollowOnTheirDays() {
        List<Class<?>> days = new ArrayList<>();
        Standing standing = new Good();
        for (int day = 0; day <= 28; day++) {
            standing = look(standing, OWING, day(day)).next();
            days.add(standing.getClass());
        }

        assertThat(days.subList(0, 1)).containsOnly(Good.class);
        assertThat(days.subList(1, 7)).containsOnly(Reminded.class);
        assertThat(days.subList(7, 14)).containsOnly(Warned.class);
        assertThat(days.subList(14, 28)).containsOnly(ReadOnly.class);
        assertThat(days.get(28)).isEqualTo(Stopped.class);
    }

    @Test
    void functionsRunUntilTheLastStep() {
        assertThat(new Warned(day(7)).isReadOnly()).isFalse();
        assertThat(new ReadOnly(day(14)).isReadOnly()).isTrue();
        assertThat(new ReadOnly(day(14)).isStopped()).isFalse();
        assertThat(new Stopped(day(28)).isStopped()).isTrue();
    }

    @Test
    void afterAnExemptionTheLadderBeginsWithAReminder() {
        Standing standing = new Stopped(day(30))
                .apply(new Exempted(day(40)), SCHEDULE, day(31))
                .next();

        assertThat(look(standing, OWING, day(39)).next()).isEqualTo(new Exempt(day(40)));
        Standing after = look(standing, OWING, day(40)).next();
        assertThat(after).isEqualTo(new Good());
        assertThat(look(after, OWING, day(40)).next()).isEqualTo(new Reminded(day(40)));
    }

    @Test
    void theOperatorTakesAllStepsBackAndTheLadderBeginsAnew() {
        Step released = new Stopped(day(28)).apply(new Released(), SCHEDULE, day(30));

        assertThat(released.next()).isEqualTo(new Good());
        assertThat(released.news()).contains(new StandingNews.Restored());
        assertThat(look(released.next(), OWING, day(30)).next()).isEqualTo(new Reminded(day(30)));
    }

    /** However late or often it is looked, and whatever is paid meanwhile. */
    @Property(tries = 500)
    void everyStepIsAnnouncedAndHasItsTime(@ForAll Random random, @ForAll @IntRange(min = 1, max = 80) int looks) {
        Standing standing = new Good();
        Instant now = day(0);
        Instant taken = now;
        for (int look = 0; look < looks; look++) {
            now = now.plus(Duration.ofHours(random.nextInt(24 * (random.nextInt(10) == 0 ? 60 : 5))));
            boolean owing = random.nextInt(6) > 0;
            Step step = look(standing, owing ? OWING : Optional.empty(), now);
            int before = RUNGS.indexOf(standing.getClass());
            int after = RUNGS.indexOf(step.next().getClass());
            if (!owing) {
                assertThat(after).as("paying leads back").isZero();
            } else {
                assertThat(after).as("one at a time, never down").isBetween(before, before + 1);
            }
            assertThat(step.news().isPresent()).as("announced").isEqualTo(before != after);
            if (after > before) {
                assertThat(now).isAfterOrEqualTo(day(List.of(0, 1, 7, 14, 28).get(after)));
                if (before > 0) {
                    Duration least = Duration.ofDays(List.of(0, 0, 6, 7, 14).get(after));
                    assertThat(Duration.between(taken, now)).isGreaterThanOrEqualTo(least);
                }
            }
            taken = before == after ? taken : now;
            standing = step.next();
        }
    }

    @Property(tries = 200)
    void lookingTwiceIsLookingOnce(@ForAll @IntRange(max = 4) int rung, @ForAll @IntRange(max = 60) int day) {
        Standing standing = switch (rung) {
            case 0 -> new Good();
            case 1 -> new Reminded(day(1));
            case 2 -> new Warned(day(7));
            case 3 -> new ReadOnly(day(14));
            default -> new Stopped(day(28));
        };
        Standing once = look(standing, OWING, day(day)).next();
        Step twice = look(once, OWING, day(day));

        if (!once.equals(standing)) {
            assertThat(twice.next()).isEqualTo(once);
            assertThat(twice.news()).isEmpty();
        }
    }

    private static Step look(Standing standing, Optional<Arrears> arrears, Instant now) {
        return standing.apply(new Looked(arrears), SCHEDULE, now);
    }

    private static Instant day(int days) {
        return DUE.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
