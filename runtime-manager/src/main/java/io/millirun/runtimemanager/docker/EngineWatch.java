package io.millirun.runtimemanager.docker;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what happens to this replica's containers, again and again when the engine goes away, and remembers which of
 * them somebody told the engine to kill.
 */
final class EngineWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EngineWatch.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** A container that ended so long around a failure of the engine ended because of it. */
    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private final Supplier<DockerClient> client;
    private final Map<String, String> labels;
    private final Consumer<String> containerEnded;
    private final Runnable reconnected;
    private final Set<String> killed;
    private final Thread thread;
    private volatile long brokenAt = System.nanoTime() - AFTERMATH.toNanos();

    /**
     * @param client opens a connection without a limit to how long an answer may take
     * @param killed containers that somebody told the engine to kill; added to
     * @param reconnected run when the engine answers again, which may have been started anew
     */
    EngineWatch(
            Supplier<DockerClient> client,
            Map<String, String> labels,
            Consumer<String> containerEnded,
            Set<String> killed,
            Runnable reconnected) {
        this.client = client;
        this.labels = labels;
        this.containerEnded = containerEnded;
        this.killed = killed;
        this.reconnected = reconnected;
        this.thread = Thread.ofVirtual().name("engine-watch").unstarted(this::run);
    }

    /** Containers killed through the engine, to which the watch adds; remembered for as long as anybody may ask. */
    static Set<String> killedContainers() {
        return Collections.newSetFromMap(Caffeine.newBuilder()
                .expireAfterWrite(AFTERMATH)
                .<String, Boolean>build()
                .asMap());
    }

    EngineWatch start() {
        thread.start();
        return this;
    }

    /** Whether the engine has failed so lately that containers may have ended because of it. */
    boolean brokenLately() {
        return System.nanoTime() - brokenAt < AFTERMATH.toNanos();
    }

    private void run() {
        try {
            for (int connections = 0; !Thread.currentThread().isInterrupted(); connections++) {
                listen(connections);
                brokenAt = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens until the engine ends the connection. */
    private void listen(int connections) throws InterruptedException {
        var ended = new CountDownLatch(1);
        try (DockerClient engine = client.get();
                var events = events(engine, ended)) {
            if (connections > 0) {
                engine.pingCmd().exec();
                log.info("The Docker Engine answers again");
                reconnected.run();
            }
            ended.await();
            log.warn("The Docker Engine has ended its connection: {}", events);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            log.debug("watching the engine: {}", failed.getMessage());
        }
    }

    private ResultCallback.Adapter<Event> events(DockerClient engine, CountDownLatch ended) {
        String[] filter = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toArray(String[]::new);
        return engine.eventsCmd()
                .withEventTypeFilter(EventType.CONTAINER)
                .withEventFilter("die", "kill")
                .withLabelFilter(filter)
                .exec(new ResultCallback.Adapter<>() {
                    @Override
                    public void onNext(Event event) {
                        String id = String.valueOf(event.getId());
                        if ("kill".equals(event.getAction())) {
                            killed.add(id);
                        } else {
                            containerEnded.accept(id);
                        }
                    }

                    @Override
                    public void onError(Throwable failed) {
                        ended.countDown();
                        super.onError(failed);
                    }

                    @Override
                    public void onComplete() {
                        ended.countDown();
                        super.onComplete();
                    }
                });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
