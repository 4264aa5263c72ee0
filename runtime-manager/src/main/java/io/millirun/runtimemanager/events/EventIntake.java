package io.millirun.runtimemanager.events;

import io.millirun.kernel.Fault;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts events: many callers share one transaction, and none is told that its event is accepted before that has committed.
 */
public final class EventIntake {

    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);
    private static final long BATCH_BYTES = 8 << 20;
    private static final long WAITING_BYTES = 64 << 20;
    private static final int WRITERS = 2;

    private final Transactions transactions;
    private final EventProperties properties;
    private final Clock clock;
    private final Runnable stored;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int writing;

    /** @param stored told after events were stored, so that a worker of this process looks at once */
    EventIntake(Transactions transactions, EventProperties properties, Clock clock, Runnable stored) {
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
        this.stored = stored;
    }

    /** An event on its way to being stored. */
    record Pending(EventId id, NewEvent event, CompletableFuture<Acceptance> answer) {}

    /**
     * Accepts {@code event}.
     *
     * @return completed when the transaction that stored it has committed; fails with a {@link MillirunException}, code
     *     {@code ServiceUnavailableException}, if it could not be stored, or that is not known
     */
    public CompletionStage<Acceptance> accept(NewEvent event) {
        var pending = new Pending(EventId.at(clock.instant()), event, new CompletableFuture<>());
        lock.lock();
        try {
            if (waiting.size() >= properties.acceptWaiting()
                    || waitingBytes + event.payload().length() > WAITING_BYTES) {
                return CompletableFuture.failedFuture(unavailable("Too many events wait to be stored.", null));
            }
            waiting.addLast(pending);
            waitingBytes += event.payload().length();
            if (writing < WRITERS) {
                writing++;
                Thread.ofVirtual().name("event-intake").start(this::write);
            }
        } finally {
            lock.unlock();
        }
        return pending.answer();
    }

    /** A new event's id, to be named before the event is stored. */
    public EventId reserve() {
        return EventId.at(clock.instant());
    }

    /** Stores {@code event} in a transaction of the caller's: it is accepted when, and only when, that commits. */
    public void store(Connection connection, EventId id, NewEvent event, UUID schedule) throws SQLException {
        EventInserts.insert(connection, List.of(EventInserts.Row.of(event, id, schedule, clock.instant())));
    }

    /** Runs a transaction that may store events, and has them looked for when it has committed. */
    public <T> T storing(Transactions.Work<T> work) throws SQLException {
        T done = transactions.run(work);
        stored.run();
        return done;
    }

    private void write() {
        for (List<Pending> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                answer(store(batch));
                stored.run();
            } catch (SQLException | RuntimeException failed) {
                failed(batch, failed);
            }
        }
    }

    private List<Pending> next() {
        lock.lock();
        try {
            List<Pending> batch = new ArrayList<>();
            long bytes = 0;
            while (!waiting.isEmpty() && batch.size() < properties.acceptBatch() && bytes < BATCH_BYTES) {
                Pending taken = waiting.removeFirst();
                bytes += taken.event().payload().length();
                batch.add(taken);
            }
            waitingBytes -= bytes;
            if (batch.isEmpty()) {
                writing--;
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** What fails for a reason of its own must not take its neighbours in the batch along. */
    private void failed(List<Pending> batch, Exception failed) {
        boolean dependency = failed instanceof SQLException sql && !isAboutData(sql);
        if (dependency || batch.size() == 1) {
            log.warn("{} events could not be stored: {}", batch.size(), failed.getMessage());
            batch.forEach(pending ->
                    pending.answer().completeExceptionally(unavailable("The event could not be stored.", failed)));
            return;
        }
        for (Pending one : batch) {
            try {
                answer(store(List.of(one)));
            } catch (SQLException | RuntimeException alone) {
                failed(List.of(one), alone);
            }
        }
    }

    /** SQLSTATE classes 22 and 23: this data cannot be stored, whatever state the database is in. */
    private static boolean isAboutData(SQLException failed) {
        return failed.getSQLState() != null && failed.getSQLState().startsWith("2");
    }

    private static void answer(Map<Pending, Acceptance> answers) {
        answers.forEach((pending, answer) -> pending.answer().complete(answer));
    }

    private Map<Pending, Acceptance> store(List<Pending> batch) throws SQLException {
        return transactions.run(connection -> store(connection, batch));
    }

    private Map<Pending, Acceptance> store(Connection connection, List<Pending> batch) throws SQLException {
        Map<Key, Pending> keyed = new HashMap<>();
        for (Pending pending : batch) {
            Key key = Key.of(pending.event());
            if (key != null) {
                keyed.putIfAbsent(key, pending);
            }
        }
        Map<UUID, UUID> holders = keyed.isEmpty()
                ? Map.of()
                : EventKeys.take(connection, List.copyOf(keyed.values()), properties.keepKeys());
        List<EventInserts.Row> rows = new ArrayList<>();
        Set<Pending> inserted = new HashSet<>();
        for (Pending pending : batch) {
            Key key = Key.of(pending.event());
            boolean holder = pending.equals(keyed.get(key))
                    && pending.id().value().equals(holders.get(pending.id().value()));
            if (key == null || holder) {
                inserted.add(pending);
                rows.add(EventInserts.Row.of(pending.event(), pending.id(), null, clock.instant()));
            }
        }
        Set<UUID> known = rows.isEmpty() ? Set.of() : EventInserts.insertExisting(connection, rows);
        Map<Pending, Acceptance> answers = new HashMap<>();
        for (Pending pending : batch) {
            if (inserted.contains(pending)) {
                answers.put(
                        pending,
                        known.contains(pending.id().value())
                                ? new Acceptance.Stored(pending.id())
                                : new Acceptance.NoFunction());
            } else {
                Pending first = keyed.get(Key.of(pending.event()));
                UUID holder = first == null ? null : holders.get(first.id().value());
                answers.put(
                        pending,
                        holder == null ? new Acceptance.NoFunction() : new Acceptance.Duplicate(new EventId(holder)));
            }
        }
        return answers;
    }

    private static MillirunException unavailable(String message, @Nullable Throwable cause) {
        return new MillirunException(Fault.DEPENDENCY, "ServiceUnavailableException", message, cause);
    }

    private record Key(TenantId tenant, FunctionId function, String key) {

        static @Nullable Key of(NewEvent event) {
            return event.key() == null ? null : new Key(event.tenant(), event.function(), event.key());
        }
    }
}
