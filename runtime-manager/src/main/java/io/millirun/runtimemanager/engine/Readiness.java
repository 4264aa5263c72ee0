package io.millirun.runtimemanager.engine;

import io.millirun.kernel.MillirunException;
import io.millirun.metering.spool.UsageSpool;
import io.millirun.runtimemanager.EngineHealth;
import io.millirun.runtimemanager.docker.DockerEngine;
import io.millirun.runtimemanager.runtimes.RuntimeImages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process can take calls, and why not: no runtime yet, no room for usage records, instances not isolated. */
final class Readiness implements EngineHealth {

    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final DockerEngine engine;
    private final RuntimeImages images;
    private final UsageSpool spool;
    private final Duration interval;
    private final BlockingQueue<Object> doubts = new LinkedBlockingQueue<>();
    private volatile Optional<String> openDoor = Optional.of("the isolation of instances has not been probed yet");

    /** @param interval how often the isolation is probed without a reason */
    Readiness(DockerEngine engine, RuntimeImages images, UsageSpool spool, Duration interval) {
        this.engine = engine;
        this.images = images;
        this.spool = spool;
        this.interval = interval;
    }

    @Override
    public Optional<String> obstacle() {
        if (images.available().isEmpty()) {
            return Optional.of("no runtime's image is available yet");
        }
        if (!spool.hasRoom()) {
            return Optional.of("the spool has no room for usage records");
        }
        return openDoor;
    }

    /** The isolation may not be what it was: it is made and probed again, soon. */
    void doubt() {
        doubts.add(this);
    }

    /** Waits for the first image, then tries from inside an instance's network what must not work, again and again. */
    void keepProbing() {
        try {
            while (images.available().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            }
            while (true) {
                probe();
                if (doubts.poll(interval.toMillis(), TimeUnit.MILLISECONDS) != null) {
                    doubts.clear();
                    raise();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the instances' network; a failure is told by the probe that follows. */
    void raise() {
        try {
            engine.raiseFirewall();
        } catch (MillirunException refused) {
            log.warn("{}", refused.message());
        }
    }

    private void probe() {
        Optional<String> before = openDoor;
        try {
            openDoor = images.available().stream()
                    .flatMap(runtime -> images.image(runtime).stream())
                    .findFirst()
                    .flatMap(engine::openDoor);
        } catch (MillirunException failed) {
            openDoor = Optional.of("the isolation of instances is unknown: " + failed.message());
        }
        if (!openDoor.equals(before)) {
            openDoor.ifPresentOrElse(
                    what -> log.error("Instances are not isolated: {}", what),
                    () -> log.info("Instances reach nothing that they must not"));
        }
    }
}
