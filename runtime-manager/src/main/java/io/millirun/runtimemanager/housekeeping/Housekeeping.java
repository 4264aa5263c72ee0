package io.millirun.runtimemanager.housekeeping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks now and then for what nothing refers to any more. Any number of nodes may do so at once. */
final class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final HousekeepingProperties properties;
    private final UnusedCode code;
    private final ImageStore images;
    private final Clock clock;
    private volatile @Nullable Thread thread;

    Housekeeping(HousekeepingProperties properties, UnusedCode code, ImageStore images, Clock clock) {
        this.properties = properties;
        this.code = code;
        this.images = images;
        this.clock = clock;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("housekeeping").start(this::keepLooking);
    }

    private void keepLooking() {
        try {
            while (true) {
                Thread.sleep(properties.interval());
                try {
                    collect();
                } catch (RuntimeException failed) {
                    log.warn("Housekeeping was not finished: {}", failed.getMessage());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void collect() {
        Instant now = clock.instant();
        int builds = code.removeBuilds(now.minus(properties.keepBuilds()));
        int packages = code.removePackages(now.minus(properties.keepPackages()));
        code.forgetNames(now.minus(properties.keepNames()));
        int removed = images.removeUnused(Set.copyOf(code.imagesInUse()));
        if (builds + packages + removed > 0) {
            log.info("Removed what nothing refers to: {} packages, {} builds, {} images", packages, builds, removed);
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
