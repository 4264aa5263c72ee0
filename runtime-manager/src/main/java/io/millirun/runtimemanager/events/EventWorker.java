package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Claims events and attempts them, for as long as there is room. It begins no more attempts at one function at a time than
 * it may; what it claimed beyond that waits here, under the same lease.
 */
final class EventWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventWorker.class);
    private static final int LEAST_CLAIM = 16;
    private static final int MOST_CLAIM = 256;
    private static final int AHEAD = 4;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final EventClaims claims;
    private final EventEnds ends;
    private final EventTarget functions;
    private final EventTarget webhooks;
    private final EventProperties properties;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private final Set<QueuedEvent> held = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean told;
    private volatile boolean running;

    EventWorker(
            EventClaims claims,
            EventEnds ends,
            EventTarget functions,
            EventTarget webhooks,
            EventProperties properties) {
        this.claims = claims;
        this.ends = ends;
        this.functions = functions;
        this.webhooks = webhooks;
        this.properties = properties;
    }

    /** One function's, or one function's webhooks', events in this process. */
    private static final class Lane {
        private final Deque<QueuedEvent> parked = new ArrayDeque<>();
        private int running;
    }

    /** New events were stored by this process: looks for them at once. */
    void look() {
        lock.lock();
        try {
            told = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        running = true;
        threads.add(Thread.ofVirtual().name("event-claims").start(this::claimAll));
        threads.add(Thread.ofVirtual().name("event-leases").start(this::renewAll));
    }

    private void claimAll() {
        while (running) {
            try {
                Room room = awaitRoom();
                List<QueuedEvent> claimed = claims.claim(Math.min(room.places(), MOST_CLAIM), room.busy());
                claimed.forEach(this::take);
                if (claimed.isEmpty()) {
                    awaitWord(properties.poll());
                }
            } catch (SQLException | RuntimeException failed) {
                if (running) {
                    log.warn("Events cannot be claimed now, trying again: {}", failed.getMessage());
                    awaitWord(PAUSE);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private record Room(int places, Set<UUID> busy) {}

    private Room awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            while (properties.concurrency() - held.size() < Math.min(LEAST_CLAIM, properties.concurrency())) {
                changed.await();
            }
            told = false;
            Set<UUID> busy = new HashSet<>();
            lanes.forEach((function, lane) -> {
                if (lane.running + lane.parked.size() >= AHEAD * properties.runsPerFunction()) {
                    busy.add(function);
                }
            });
            return new Room(properties.concurrency() - held.size(), busy);
        } finally {
            lock.unlock();
        }
    }

    private void awaitWord(Duration longest) {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!told && running && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void take(QueuedEvent event) {
        lock.lock();
        try {
            held.add(event);
            Lane lane = lanes.computeIfAbsent(event.function().value(), _ -> new Lane());
            lane.parked.addLast(event);
        } finally {
            lock.unlock();
        }
        next(event.function());
    }

    /** Begins an attempt at {@code function} if one waits and there is room. */
    private void next(FunctionId function) {
        QueuedEvent event;
        lock.lock();
        try {
            Lane lane = lanes.get(function.value());
            if (lane == null || lane.running >= properties.runsPerFunction() || lane.parked.isEmpty() || !running) {
                return;
            }
            event = lane.parked.removeFirst();
            lane.running++;
        } finally {
            lock.unlock();
        }
        if (event.payload() == null) {
            executor.execute(() -> readAndAttempt(event));
        } else {
            attempt(event);
        }
    }

    private void readAndAttempt(QueuedEvent event) {
        try {
            attempt(event.withPayload(claims.payload(event)));
        } catch (SQLException | RuntimeException failed) {
            ended(event, new AttemptEnd.Broken("The event could not be read."));
        }
    }

    private void attempt(QueuedEvent event) {
        EventTarget target = event.toWebhook() ? webhooks : functions;
        try {
            target.attempt(event, end -> ended(event, end));
        } catch (RuntimeException failed) {
            log.error("Event {} could not be attempted", event.id(), failed);
            ended(event, new AttemptEnd.Broken("The attempt could not be begun."));
        }
    }

    private void ended(QueuedEvent event, AttemptEnd end) {
        ends.add(event, end, () -> forget(event));
        lock.lock();
        try {
            Lane lane = lanes.get(event.function().value());
            if (lane != null) {
                lane.running--;
                if (lane.running == 0 && lane.parked.isEmpty()) {
                    lanes.remove(event.function().value());
                }
            }
        } finally {
            lock.unlock();
        }
        // On a thread of its own: an end that is told at once would otherwise begin the next attempt on this stack.
        executor.execute(() -> next(event.function()));
    }

    /** Its end is written. */
    private void forget(QueuedEvent event) {
        lock.lock();
        try {
            held.remove(event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void renewAll() {
        Duration interval = properties.lease().dividedBy(3);
        while (running) {
            try {
                Thread.sleep(interval);
                List<QueuedEvent> mine = held();
                if (!mine.isEmpty()) {
                    claims.renew(mine);
                }
            } catch (SQLException | RuntimeException failed) {
                log.warn("Leases of events cannot be renewed now: {}", failed.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<QueuedEvent> held() {
        lock.lock();
        try {
            return List.copyOf(held);
        } finally {
            lock.unlock();
        }
    }

    /** How many events this process has claimed now. */
    int inHand() {
        return held().size();
    }

    /** Claims no more, and gives back what it has not begun; what runs goes on, and ends while the engine stops. */
    @Override
    public void stop() {
        running = false;
        look();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(STOP);
            }
            List<QueuedEvent> idle = new ArrayList<>();
            lock.lock();
            try {
                lanes.values().forEach(lane -> {
                    idle.addAll(lane.parked);
                    lane.parked.clear();
                });
                held.removeAll(Set.copyOf(idle));
            } finally {
                lock.unlock();
            }
            if (!idle.isEmpty()) {
                claims.release(idle);
            }
        } catch (SQLException failed) {
            log.warn("Claimed events could not be given back, their leases will run out: {}", failed.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
