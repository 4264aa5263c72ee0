package io.millirun.portal.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the embedded server again when it has ended by itself: killed for want of memory, or crashed. */
final class PostgresWatch {

    private static final Logger log = LoggerFactory.getLogger(PostgresWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final PostgresPrograms programs;
    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** @param port that the server has, and gets again, because connections are made to it */
    PostgresWatch(PostgresPrograms programs, int port) {
        this.programs = programs;
        this.port = port;
        this.thread = Thread.ofVirtual().name("postgres-watch").start(this::watch);
    }

    private void watch() {
        boolean told = false;
        try {
            while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                told = look(told);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the server is missing, and that was said. */
    private boolean look(boolean told) throws InterruptedException {
        try {
            if (programs.hasServer()) {
                return false;
            }
            if (!told) {
                log.error("The embedded PostgreSQL has ended by itself; starting it again");
            }
            programs.clearStaleProcessFile();
            programs.start(port);
            log.warn("The embedded PostgreSQL runs again on port {}", port);
            return false;
        } catch (IOException failed) {
            // Its last connections may not have noticed yet; they go within moments.
            if (!told) {
                log.error("The embedded PostgreSQL does not start, trying again: {}", failed.getMessage());
            }
            return true;
        }
    }

    /** Waits for a start in progress, so that the server can be stopped afterwards. */
    void stop() throws InterruptedException {
        closing.countDown();
        thread.join();
    }
}
