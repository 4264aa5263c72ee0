package io.millirun.runtimemanager.events;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millirun.kernel.Uuid7;
import java.time.Clock;

/** A worker with all it takes but an engine. */
final class WorkerStage implements AutoCloseable {

    private final EventEnds ends;
    private final EventWorker worker;

    private WorkerStage(EventEnds ends, EventWorker worker) {
        this.ends = ends;
        this.worker = worker;
    }

    static WorkerStage started(
            Transactions transactions, EventProperties properties, EventTarget functions, EventTarget webhooks) {
        Clock clock = Clock.systemUTC();
        var steps = new EventSteps(
                properties.resultLimit().toBytes(),
                new EndMessages("millirun-1", properties.payloadLimit().toBytes()),
                clock);
        var ends = new EventEnds(transactions, steps, new EventMeters(new SimpleMeterRegistry()), clock);
        var claims = new EventClaims(transactions, steps, Uuid7.next(), properties.lease(), clock);
        var worker = new EventWorker(claims, ends, functions, webhooks, properties);
        ends.start();
        worker.start();
        return new WorkerStage(ends, worker);
    }

    void look() {
        worker.look();
    }

    @Override
    public void close() {
        worker.stop();
        ends.stop();
    }
}
