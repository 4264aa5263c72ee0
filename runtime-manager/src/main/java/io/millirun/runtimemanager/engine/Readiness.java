package io.millirun.runtimemanager.engine;

import io.millirun.kernel.MillirunException;
import io.millirun.metering.spool.UsageSpool;
import io.millirun.runtimemanager.docker.DockerEngine;
import io.millirun.runtimemanager.runtimes.RuntimeImages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process can take calls, and why not: no runtime yet, no room for usage records, instances not isolated. */
final class Readiness {

    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final DockerEngine engine;
    private final RuntimeImages images;
    private final UsageSpool spool;
    private volatile Optional<String> openDoor = Optional.of("the isolation of instances has not been probed yet");

    Readiness(DockerEngine engine, RuntimeImages images, UsageSpool spool) {
        this.engine = engine;
        this.images = images;
        this.spool = spool;
    }

    /** Why calls cannot be taken now, in words for the operator; empty if they can. */
    Optional<String> obstacle() {
        if (images.available().isEmpty()) {
            return Optional.of("no runtime's image is available yet");
        }
        if (!spool.hasRoom()) {
            return Optional.of("the spool has no room for usage records");
        }
        return openDoor;
    }

    /** Waits for the first image and tries from inside an instance's network what must not work. */
    void probe() {
        try {
            while (images.available().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            }
            String image = images.available().stream()
                    .flatMap(runtime -> images.image(runtime).stream())
                    .findFirst()
                    .orElseThrow();
            openDoor = engine.openDoor(image);
            openDoor.ifPresent(what -> log.error("Instances are not isolated: {}", what));
        } catch (MillirunException failed) {
            openDoor = Optional.of(failed.message());
            log.error("The isolation of instances is unknown: {}", failed.message());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
