package io.millirun.runtimemanager.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.kernel.CurrentTenant;
import io.millirun.runtimemanager.TestDatabase;
import io.millirun.runtimemanager.events.EventStages;
import io.millirun.runtimemanager.events.ScheduledOrganization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clock over a real PostgreSQL, moved by hand. */
class ScheduleClockIT {

    private static final Instant START = Instant.parse("2040-01-01T00:00:30Z");

    private final ScheduledOrganization organization = new ScheduledOrganization();
    private final Schedules schedules = schedules(START);
    private final JdbcClient worker = JdbcClient.create(TestDatabase.worker());

    private static Schedules schedules(Instant now) {
        return new Schedules(JdbcClient.create(TestDatabase.app()), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ScheduleClock clock(Instant now) {
        return new ScheduleClock(
                EventStages.storing(Clock.fixed(now, ZoneOffset.UTC)), "millirun-1", Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ScheduleSettings settings(String name, String expression, Missed missed) {
        return new ScheduleSettings(name, "$LATEST", expression, "UTC", null, null, "", true, missed);
    }

    private Schedule create(ScheduleSettings settings) {
        return CurrentTenant.call(
                organization.tenant(),
                () -> schedules.create(organization.tenant(), organization.function(), settings));
    }

    private List<Instant> fired(Schedule schedule) {
        return worker.sql("select instant from runtime_manager.schedule_firing where schedule_id = ? order by instant")
                .param(schedule.id().value())
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .list();
    }

    private long events(Schedule schedule) {
        return worker.sql("select count(*) from runtime_manager.event where schedule_id = ?")
                .param(schedule.id().value())
                .query(Long.class)
                .single();
    }

    @Test
    void manyProcessesFireEachInstantOnce() throws Exception {
        List<Schedule> made = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            made.add(create(settings("every-minute-" + number, "cron(* * * * ? *)", Missed.ALL)));
        }
        try (ExecutorService processes = Executors.newFixedThreadPool(4)) {
            for (int minute = 1; minute <= 5; minute++) {
                Instant now = START.plus(Duration.ofMinutes(minute));
                List<Future<Integer>> ticks = new ArrayList<>();
                for (int process = 0; process < 4; process++) {
                    ticks.add(processes.submit(() -> clock(now).fire()));
                }
                for (Future<Integer> tick : ticks) {
                    tick.get();
                }
            }
        }
        // Whatever a tick skipped because another held it is due still.
        clock(START.plus(Duration.ofMinutes(5))).fire();

        assertThat(made).allSatisfy(schedule -> {
            assertThat(fired(schedule)).hasSize(5).doesNotHaveDuplicates();
            assertThat(events(schedule)).isEqualTo(5);
        });
    }

    @Test
    void anInstantThatFiredBeforeDoesNotFireAgainEvenIfItIsDueAgain() throws Exception {
        Schedule schedule = create(settings("again", "rate(1 hour)", Missed.ALL));
        Instant later = START.plus(Duration.ofHours(1));
        clock(later).fire();
        worker.sql("update runtime_manager.schedule set next_at = ? where id = ?")
                .params(later.atOffset(ZoneOffset.UTC), schedule.id().value())
                .update();

        clock(later).fire();

        assertThat(fired(schedule)).containsExactly(later);
        assertThat(events(schedule)).isEqualTo(1);
    }

    @Test
    void afterDowntimeThePolicyDecides() throws Exception {
        Schedule skip = create(settings("skip", "rate(10 minutes)", Missed.SKIP));
        Schedule once = create(settings("once", "rate(10 minutes)", Missed.ONCE));
        Schedule all = create(settings("all", "rate(10 minutes)", Missed.ALL));

        clock(START.plus(Duration.ofMinutes(65))).fire();

        assertThat(fired(skip)).isEmpty();
        assertThat(fired(once)).containsExactly(START.plus(Duration.ofMinutes(60)));
        assertThat(fired(all)).hasSize(6);
        assertThat(find(skip).nextAt()).isEqualTo(START.plus(Duration.ofMinutes(70)));
    }

    @Test
    void aScheduleThatIsSwitchedOffDoesNotFireAndMakesUpForNothing() throws Exception {
        Schedule schedule = create(settings("off", "rate(10 minutes)", Missed.ALL));
        enable(schedule, START, false);
        clock(START.plus(Duration.ofHours(1))).fire();
        enable(schedule, START.plus(Duration.ofHours(2)), true);
        clock(START.plus(Duration.ofHours(2).plusMinutes(10))).fire();

        assertThat(fired(schedule))
                .containsExactly(START.plus(Duration.ofHours(2).plusMinutes(10)));
    }

    private void enable(Schedule schedule, Instant now, boolean enabled) {
        CurrentTenant.call(
                organization.tenant(), () -> schedules(now).enable(organization.tenant(), schedule.id(), enabled));
    }

    private Schedule find(Schedule schedule) {
        return CurrentTenant.call(organization.tenant(), () -> schedules.find(organization.tenant(), schedule.id()))
                .orElseThrow();
    }

    @Test
    void aScheduleOfOneTimeFiresOnceAndIsOver() throws Exception {
        Schedule schedule = create(settings("at", "at(2040-01-01T00:10:00)", Missed.SKIP));

        clock(Instant.parse("2040-01-01T00:10:01Z")).fire();
        clock(Instant.parse("2040-01-01T00:20:00Z")).fire();

        assertThat(fired(schedule)).hasSize(1);
        assertThat(find(schedule).nextAt()).isNull();
        assertThat(find(schedule).lastAt()).isEqualTo(Instant.parse("2040-01-01T00:10:00Z"));
    }

    @Test
    void twoSchedulesOfAFunctionCannotHaveOneName() {
        create(settings("twice", "rate(1 day)", Missed.SKIP));

        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> create(settings("twice", "rate(2 days)", Missed.SKIP)))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("name"));
    }
}
