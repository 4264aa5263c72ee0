package io.millirun.runtimemanager.schedules;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.events.EventId;
import io.millirun.runtimemanager.events.EventIntake;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Fires the schedules that are due. Every process that runs functions does so; the row's lock spreads the work, and the key
 * of the firing, written with the event in one transaction, decides that each instant fires once.
 */
final class ScheduleClock implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ScheduleClock.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int BATCH = 100;
    private static final String DUE = """
            select s.*, f.name as function_name from runtime_manager.schedule s
            join runtime_manager.function f on f.tenant_id = s.tenant_id and f.id = s.function_id
            where s.next_at <= ? order by s.next_at limit ? for update of s skip locked
            """;
    private static final String FIRE = """
            insert into runtime_manager.schedule_firing (tenant_id, schedule_id, instant, event_id, fired_at)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """;
    private static final String ADVANCE = """
            update runtime_manager.schedule set next_at = ?, last_at = coalesce(?, last_at) where tenant_id = ? and id = ?
            """;
    private static final String FORGET =
            "delete from runtime_manager.schedule_firing where fired_at < now() - interval '30 days'";

    private final EventIntake events;
    private final String region;
    private final Clock clock;
    private @Nullable Thread thread;
    private volatile boolean running;

    ScheduleClock(EventIntake events, String region, Clock clock) {
        this.events = events;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("schedule-clock").start(this::tick);
    }

    private void tick() {
        Instant cleared = Instant.EPOCH;
        while (running) {
            try {
                while (fire() == BATCH) {
                    // There may be more.
                }
                if (Duration.between(cleared, clock.instant()).compareTo(Duration.ofHours(1)) > 0) {
                    cleared = clock.instant();
                    forget();
                }
                Thread.sleep(TICK);
            } catch (SQLException | RuntimeException failed) {
                log.warn("Schedules cannot be fired now, trying again: {}", failed.getMessage());
                pause();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(TICK.multipliedBy(4));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fires what is due now; returns how many schedules were. */
    int fire() throws SQLException {
        return events.storing(connection -> {
            Instant now = clock.instant();
            List<Due> due = due(connection, now);
            for (Due one : due) {
                fire(connection, one, now);
            }
            return due.size();
        });
    }

    private record Due(TenantId tenant, Schedule schedule, Instant at) {}

    private static List<Due> due(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, BATCH);
            try (ResultSet rows = statement.executeQuery()) {
                List<Due> due = new ArrayList<>();
                while (rows.next()) {
                    Schedule schedule = Schedules.schedule(rows);
                    Instant at = schedule.nextAt();
                    if (at != null) {
                        due.add(new Due(new TenantId(rows.getObject("tenant_id", UUID.class)), schedule, at));
                    }
                }
                return due;
            }
        }
    }

    private void fire(Connection connection, Due due, Instant now) throws SQLException {
        Schedule schedule = due.schedule();
        Firings firings;
        try {
            Timing timing = schedule.settings().timing(schedule.createdAt());
            firings = Firings.of(timing, due.at(), now, schedule.settings().missed());
        } catch (InvalidScheduleException broken) {
            log.warn("Schedule {} cannot be read and is stopped: {}", schedule.id(), broken.message());
            advance(connection, due, null, null);
            return;
        }
        Instant last = null;
        for (Instant instant : firings.now()) {
            EventId event = events.reserve();
            if (fire(connection, due, instant, event, now)) {
                events.store(
                        connection,
                        event,
                        ScheduleEvent.of(due.tenant(), schedule, instant, region),
                        schedule.id().value());
            }
            last = instant;
        }
        advance(connection, due, firings.next().orElse(null), last);
    }

    private static boolean fire(Connection connection, Due due, Instant instant, EventId event, Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRE)) {
            statement.setObject(1, due.tenant().value());
            statement.setObject(2, due.schedule().id().value());
            statement.setObject(3, instant.atOffset(ZoneOffset.UTC));
            statement.setObject(4, event.value());
            statement.setObject(5, now.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate() == 1;
        }
    }

    private static void advance(Connection connection, Due due, @Nullable Instant next, @Nullable Instant last)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setObject(1, next == null ? null : next.atOffset(ZoneOffset.UTC));
            statement.setObject(2, last == null ? null : last.atOffset(ZoneOffset.UTC));
            statement.setObject(3, due.tenant().value());
            statement.setObject(4, due.schedule().id().value());
            statement.executeUpdate();
        }
    }

    private void forget() throws SQLException {
        events.storing(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void stop() {
        running = false;
        Thread ticking = thread;
        if (ticking != null) {
            ticking.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
