package io.millirun.runtimemanager.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Counts attempts, and tells depth and age of the whole queue, looked up at most every few seconds. */
final class EventMeters {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final MeterRegistry registry;

    EventMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Publishes the gauges. */
    void watch(Supplier<QueueDepth> depth) {
        var last = new AtomicReference<>(new Looked(Instant.EPOCH, QueueDepth.EMPTY));
        Supplier<QueueDepth> fresh = () -> last.updateAndGet(
                        known -> Duration.between(known.at(), Instant.now()).compareTo(FRESH) < 0
                                ? known
                                : new Looked(Instant.now(), depth.get()))
                .depth();
        gauge(
                "millirun.events.waiting",
                "Events that wait for an attempt",
                () -> fresh.get().waiting());
        gauge(
                "millirun.events.running",
                "Events that are being attempted",
                () -> fresh.get().running());
        gauge(
                "millirun.events.dead",
                "Dead letters that are kept",
                () -> fresh.get().dead());
        gauge(
                "millirun.events.age",
                "Seconds since the oldest unfinished event was accepted",
                () -> fresh.get().age().toMillis() / 1e3);
    }

    private void gauge(String name, String text, Supplier<Number> value) {
        Gauge.builder(name, value).description(text).register(registry);
    }

    /** Counts an attempt that ended. */
    void ended(AttemptEnd end) {
        String outcome = switch (end) {
            case AttemptEnd.Succeeded _ -> "succeeded";
            case AttemptEnd.Failed _ -> "failed";
            case AttemptEnd.Refused _ -> "refused";
            case AttemptEnd.Broken _ -> "broken";
            case AttemptEnd.Hopeless _ -> "hopeless";
            case AttemptEnd.Lost _ -> "lost";
        };
        Counter.builder("millirun.events.attempts")
                .description("Attempts at events by how they ended")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    private record Looked(Instant at, QueueDepth depth) {}
}
