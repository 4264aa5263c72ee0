package io.millirun.runtimemanager.events;

import io.millirun.runtimemanager.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.unit.DataSize;

/** Puts parts of the queue together over the {@link TestDatabase}. */
public final class EventStages {

    private EventStages() {}

    /** Would accept events, if it had a database. */
    public static EventIntake idleIntake() {
        return new EventIntake(
                new Transactions(new PGSimpleDataSource(), Duration.ofSeconds(1)),
                properties(Duration.ofSeconds(2)),
                Clock.systemUTC(),
                () -> {});
    }

    static EventIntake intake(Runnable stored) {
        return new EventIntake(transactions(), properties(Duration.ofSeconds(2)), Clock.systemUTC(), stored);
    }

    /** Stores events at the time of {@code clock}, with no worker behind. */
    public static EventIntake storing(Clock clock) {
        return new EventIntake(transactions(), properties(Duration.ofSeconds(2)), clock, () -> {});
    }

    static Transactions transactions() {
        return new Transactions(TestDatabase.worker(), Duration.ofSeconds(10));
    }

    static EventProperties properties(Duration lease) {
        return new EventProperties(
                DataSize.ofMegabytes(1),
                DataSize.ofKilobytes(256),
                Duration.ofHours(24),
                Duration.ofDays(14),
                Duration.ofHours(24),
                400,
                100,
                lease,
                Duration.ofMillis(100),
                500,
                10_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                8,
                List.of("127.0.0.0/8"),
                true);
    }
}
