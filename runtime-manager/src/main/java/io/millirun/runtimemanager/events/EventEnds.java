package io.millirun.runtimemanager.events;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes ends of attempts, many in one transaction. Goes on trying while the database is away; stops after the engine, so
 * that the ends of its last calls are written too.
 */
final class EventEnds implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventEnds.class);
    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Transactions transactions;
    private final EventSteps steps;
    private final EventMeters meters;
    private final Clock clock;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private volatile boolean running;

    EventEnds(Transactions transactions, EventSteps steps, EventMeters meters, Clock clock) {
        this.transactions = transactions;
        this.steps = steps;
        this.meters = meters;
        this.clock = clock;
    }

    private record Told(EventSteps.Ended ended, Runnable written) {}

    /** Has the end written, and calls {@code written} when it is. */
    void add(QueuedEvent event, AttemptEnd end, Runnable written) {
        told.add(new Told(new EventSteps.Ended(event, end, clock.instant()), written));
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("event-ends").start(this::writeAll);
    }

    private void writeAll() {
        List<Told> batch = new ArrayList<>();
        while (running || !told.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    Told first = told.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                    told.drainTo(batch, BATCH - 1);
                }
                write(batch);
                batch.clear();
            } catch (SQLException | RuntimeException failed) {
                log.warn("{} ends of events cannot be written now: {}", batch.size(), failed.getMessage());
                if (!running) {
                    return;
                }
                pause();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write(List<Told> batch) throws SQLException {
        List<EventSteps.Ended> ends = batch.stream().map(Told::ended).toList();
        transactions.run(connection -> {
            steps.end(connection, ends);
            return ends.size();
        });
        batch.forEach(one -> {
            meters.ended(one.ended().end());
            one.written().run();
        });
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread writing = thread;
        if (writing != null) {
            try {
                writing.join(STOP);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 2048;
    }
}
