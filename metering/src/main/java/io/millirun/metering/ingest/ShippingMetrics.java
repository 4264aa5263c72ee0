package io.millirun.metering.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What operators watch of the way into PostgreSQL; {@code millirun_usage_refused} above zero is an alarm. */
@Component
class ShippingMetrics {

    private final Counter inserted;
    private final Counter duplicates;
    private final Counter failures;
    private final Timer batches;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

    ShippingMetrics(MeterRegistry registry) {
        inserted = registry.counter("millirun.usage.shipped");
        duplicates = registry.counter("millirun.usage.duplicates");
        failures = registry.counter("millirun.usage.shipping.failures");
        batches = registry.timer("millirun.usage.shipping.batches");
        for (Refusal reason : Refusal.values()) {
            refused.put(
                    reason,
                    registry.counter(
                            "millirun.usage.refused", "reason", reason.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** One attempt to take in a batch. */
    interface Attempt {
        IngestResult run() throws SQLException;
    }

    IngestResult timed(Attempt attempt) throws SQLException {
        long start = System.nanoTime();
        try {
            return attempt.run();
        } finally {
            batches.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    void shipped(IngestResult result) {
        inserted.increment(result.inserted());
        duplicates.increment(result.duplicates());
        result.refused().forEach(reason -> counter(reason).increment());
    }

    void failed() {
        failures.increment();
    }

    private Counter counter(Refusal reason) {
        Counter counter = refused.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return counter;
    }
}
