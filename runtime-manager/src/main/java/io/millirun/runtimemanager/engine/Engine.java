package io.millirun.runtimemanager.engine;

import io.millirun.runtimemanager.EngineProperties;
import io.millirun.runtimemanager.docker.DockerEngine;
import io.millirun.runtimemanager.gateway.Gateway;
import io.millirun.runtimemanager.instances.DiskWatch;
import io.millirun.runtimemanager.instances.DriverException;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.runtimeapi.LogPort;
import io.millirun.runtimemanager.runtimeapi.RuntimeApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts what runs functions, from the inside out, and stops it from the outside in: no new calls, then running calls, then
 * containers, then listeners.
 */
final class Engine implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofSeconds(20);

    private final EngineProperties properties;
    private final Vertx vertx;
    private final DockerEngine driver;
    private final Fleet fleet;
    private final RuntimeApi runtimeApi;
    private final Gateway gateway;
    private final Readiness readiness;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile boolean running;

    Engine(
            EngineProperties properties,
            Vertx vertx,
            DockerEngine driver,
            Fleet fleet,
            RuntimeApi runtimeApi,
            Gateway gateway,
            Readiness readiness) {
        this.readiness = readiness;
        this.properties = properties;
        this.vertx = vertx;
        this.driver = driver;
        this.fleet = fleet;
        this.runtimeApi = runtimeApi;
        this.gateway = gateway;
    }

    @Override
    public void start() {
        int swept = driver.sweep(Set.of());
        if (swept > 0) {
            log.info("Removed {} containers that an earlier process had left", swept);
        }
        readiness.raise();
        String address = driver.hostAddress();
        opened.push(LogPort.listen(fleet, new InetSocketAddress(address, properties.logPort())));
        opened.push(closing(await(runtimeApi.listen(address, properties.runtimeApiPort()))));
        opened.push(driver.watch(fleet::containerEnded, readiness::doubt));
        opened.push(closing(await(gateway.listen())));
        long ticking = vertx.setPeriodic(TICK.toMillis(), _ -> fleet.tick());
        opened.push(() -> vertx.cancelTimer(ticking));
        Thread probing = Thread.ofVirtual().name("isolation-probe").start(readiness::keepProbing);
        opened.push(probing::interrupt);
        Thread watching = Thread.ofVirtual().name("disk-watch").start(this::watchDisks);
        opened.push(watching::interrupt);
        Thread sweeping = Thread.ofVirtual().name("sweep").start(this::keepSweeping);
        opened.push(sweeping::interrupt);
        running = true;
        log.info(
                "Gateway listens on port {}, Runtime API on {}:{}",
                properties.gatewayPort(),
                address,
                properties.runtimeApiPort());
    }

    /** What a start that timed out, or a removal that failed, has left in the engine goes within a minute. */
    private void keepSweeping() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(SWEEP.toMillis());
                sweep();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchDisks() {
        var watch = new DiskWatch(fleet);
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(watch.look().toMillis());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            int swept = driver.sweep(fleet.instanceNames());
            if (swept > 0) {
                log.warn("Removed {} containers that no instance belonged to", swept);
            }
        } catch (DriverException failed) {
            log.warn("Sweeping: {}", failed.getMessage());
        }
    }

    @Override
    public void stop() {
        running = false;
        fleet.stop();
        awaitCalls();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                log.warn("Stopping the engine: {}", failed.getMessage());
            }
        }
        driver.removeAll();
        log.info("All containers are removed");
    }

    private void awaitCalls() {
        long deadline = System.nanoTime() + properties.drainTimeout().toNanos();
        while (fleet.callsInFlight() > 0 && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static AutoCloseable closing(HttpServer server) {
        return () -> await(server.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(START.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1024;
    }
}
