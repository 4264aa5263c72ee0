package io.millirun.runtimemanager.instances;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment that is moved far more often than it is reached: moving it costs nothing, because one timer at most is armed,
 * which looks at the latest moment when it goes off and arms itself again if that lies ahead.
 */
final class Deadline {

    private static final long NONE = Long.MAX_VALUE;

    private long dueNanos = NONE;
    private boolean armed;

    /** Sets the moment to {@code delay} from now; {@code reached} runs then, unless it is moved or cleared before. */
    synchronized void set(Duration delay, LongSupplier nanos, Timers timers, Runnable reached) {
        dueNanos = nanos.getAsLong() + delay.toNanos();
        if (!armed) {
            arm(delay, nanos, timers, reached);
        }
    }

    synchronized void clear() {
        dueNanos = NONE;
    }

    private void arm(Duration delay, LongSupplier nanos, Timers timers, Runnable reached) {
        armed = true;
        timers.after(delay, () -> rang(nanos, timers, reached));
    }

    private void rang(LongSupplier nanos, Timers timers, Runnable reached) {
        synchronized (this) {
            armed = false;
            long left = dueNanos - nanos.getAsLong();
            if (dueNanos == NONE) {
                return;
            }
            if (left > 0) {
                arm(Duration.ofNanos(left), nanos, timers, reached);
                return;
            }
            dueNanos = NONE;
        }
        reached.run();
    }
}
