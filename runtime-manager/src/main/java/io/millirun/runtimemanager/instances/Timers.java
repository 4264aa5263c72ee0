package io.millirun.runtimemanager.instances;

import java.time.Duration;

/** Runs things later, on a thread that must not block. */
@FunctionalInterface
public interface Timers {

    /** Runs {@code task} once, {@code delay} from now. */
    void after(Duration delay, Runnable task);
}
