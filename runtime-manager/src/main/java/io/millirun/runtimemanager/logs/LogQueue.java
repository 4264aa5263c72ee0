package io.millirun.runtimemanager.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Parts that wait to be written, up to a number of bytes. When they get more, output is dropped first, which its part
 * says, and whole parts only at twice as many.
 */
final class LogQueue implements LogSink {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<LogPart> waiting = new ArrayDeque<>();
    private final LongAdder dropped = new LongAdder();
    private long weight;

    LogQueue(long limit) {
        this.limit = limit;
    }

    @Override
    public void keep(LogPart part) {
        lock.lock();
        try {
            LogPart kept = weight + part.weight() <= limit ? part : part.withoutOutput();
            if (kept.dropped()) {
                dropped.increment();
            }
            if (weight + kept.weight() <= 2 * limit) {
                waiting.addLast(kept);
                weight += kept.weight();
                if (waiting.size() == 1) {
                    filled.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes what waits, at most {@code most} bytes unless a single part is larger; waits for the first for a while. */
    List<LogPart> take(long most, long waitMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (waiting.isEmpty() && left > 0) {
                left = filled.awaitNanos(left);
            }
            List<LogPart> taken = new ArrayList<>(Math.min(waiting.size(), 1_024));
            long size = 0;
            while (!waiting.isEmpty()
                    && (taken.isEmpty() || size + waiting.peekFirst().weight() <= most)) {
                size += waiting.peekFirst().weight();
                taken.add(waiting.removeFirst());
            }
            weight -= size;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that wait. */
    long weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    /** How many parts have lost their output. */
    long dropped() {
        return dropped.sum();
    }
}
