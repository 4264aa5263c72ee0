package io.millirun.runtimemanager.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Clears away old events every few minutes. */
final class EventClearing implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventClearing.class);
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final EventWork work;
    private @Nullable Thread thread;
    private volatile boolean running;

    EventClearing(EventWork work) {
        this.work = work;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("event-clearing").start(() -> {
            while (running) {
                try {
                    Thread.sleep(INTERVAL);
                    int cleared = work.clear();
                    if (cleared > 0) {
                        log.info("Cleared {} events away that had been kept long enough", cleared);
                    }
                } catch (DataAccessException away) {
                    log.warn("Old events cannot be cleared away now: {}", away.getMessage());
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        });
    }

    @Override
    public void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
