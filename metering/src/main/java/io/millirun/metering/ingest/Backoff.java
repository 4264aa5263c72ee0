package io.millirun.metering.ingest;

import java.time.Duration;

/** How long to wait after consecutive failures: twice as long each time. */
final class Backoff {

    private Backoff() {}

    static Duration after(int failures, Duration first, Duration most) {
        Duration wait = first;
        for (int i = 1; i < failures && wait.compareTo(most) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
