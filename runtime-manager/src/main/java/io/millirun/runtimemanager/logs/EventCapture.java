package io.millirun.runtimemanager.logs;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps the events of functions whose owners switched that on, sealed, off the way of calls. What cannot be written fast
 * enough is not kept.
 */
final class EventCapture implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventCapture.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int MOST_WAITING = 1_000;
    private static final int BATCH = 100;

    private final JdbcClient workers;
    private final EventCipher cipher;
    private final long limit;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile Set<UUID> wanted = Set.of();
    private volatile @Nullable Thread thread;

    private record Event(FunctionVersion version, InvocationId id, Buffer content) {}

    /** @param limit bytes of the largest event that is kept */
    EventCapture(JdbcClient workers, EventCipher cipher, long limit) {
        this.workers = workers;
        this.cipher = cipher;
        this.limit = limit;
    }

    void received(FunctionVersion version, InvocationId id, Buffer event) {
        if (wanted.contains(version.function().value()) && event.length() <= limit) {
            waiting.offer(new Event(version, id, event));
        }
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("event-capture").start(this::work);
    }

    private void work() {
        try {
            long look = System.nanoTime();
            while (true) {
                try {
                    if (System.nanoTime() - look >= 0) {
                        wanted = functions();
                        look = System.nanoTime() + LOOK.toNanos();
                    }
                    write();
                } catch (DataAccessException away) {
                    log.warn("Events cannot be kept now: {}", away.getMessage());
                    Thread.sleep(LOOK);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks which functions' events are wanted. */
    private Set<UUID> functions() {
        return workers
                .sql("select function_id from runtime_manager.log_setting where capture_events")
                .query(UUID.class)
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private void write() throws InterruptedException {
        Event first = waiting.poll(LOOK.toMillis() / 4, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        List<Event> batch = new ArrayList<>(List.of(first));
        waiting.drainTo(batch, BATCH - 1);
        for (Event event : batch) {
            workers.sql("""
                            insert into runtime_manager.captured_event (day, tenant_id, function_id, id, event)
                            values (?, ?, ?, ?, ?) on conflict do nothing""")
                    .params(
                            LocalDate.ofInstant(event.id().startedAt(), ZoneOffset.UTC),
                            event.version().tenant().value(),
                            event.version().function().value(),
                            event.id().value(),
                            cipher.seal(
                                    event.version().tenant(),
                                    event.id(),
                                    event.content().getBytes()))
                    .update();
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
