package io.millirun.runtimemanager.events;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of asynchronous calls.
 *
 * @param payloadLimit largest event; 1 MB as in AWS Lambda
 * @param resultLimit largest answer that is kept for look-up; of a larger one only its size is
 * @param keepFinished how long events that succeeded or were cancelled are kept with their answers
 * @param keepDead how long dead letters are kept
 * @param keepKeys how long a de-duplication key holds off further events
 * @param concurrency events that one process has claimed at the same time
 * @param concurrencyPerFunction events of one function that one process runs at the same time; 0 means eight per core
 * @param lease how long after a process vanished its events become due again
 * @param poll how often a process looks for due events when nothing tells it of new ones
 * @param acceptBatch most events stored in one transaction
 * @param acceptWaiting most events that wait to be stored before callers are answered 503
 * @param storeTimeout longest time that storing one batch may take
 * @param webhookTimeout longest time a webhook may take to answer
 * @param webhookConcurrency messages that one process sends to webhooks at the same time
 * @param allowedWebhookNetworks private networks, as CIDR, that webhooks may be in; all others are refused
 * @param plainWebhooks whether webhooks may be http instead of https
 */
@ConfigurationProperties("millirun.events")
public record EventProperties(
        @DefaultValue("1MB") DataSize payloadLimit,
        @DefaultValue("256KB") DataSize resultLimit,
        @DefaultValue("24h") Duration keepFinished,
        @DefaultValue("14d") Duration keepDead,
        @DefaultValue("24h") Duration keepKeys,
        @DefaultValue("1000") int concurrency,
        @DefaultValue("0") int concurrencyPerFunction,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("500") int acceptBatch,
        @DefaultValue("10000") int acceptWaiting,
        @DefaultValue("10s") Duration storeTimeout,
        @DefaultValue("10s") Duration webhookTimeout,
        @DefaultValue("32") int webhookConcurrency,
        @DefaultValue List<String> allowedWebhookNetworks,
        @DefaultValue("false") boolean plainWebhooks) {

    public EventProperties {
        if (concurrency < 1 || concurrencyPerFunction < 0 || acceptBatch < 1 || acceptWaiting < 1) {
            throw new IllegalArgumentException("numbers of millirun.events must be positive");
        }
        if (webhookConcurrency < 1 || lease.toMillis() < 1_000 || poll.toMillis() < 10) {
            throw new IllegalArgumentException("millirun.events: lease at least 1 s, poll at least 10 ms");
        }
        if (keepFinished.compareTo(Duration.ofMinutes(1)) < 0 || keepDead.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("millirun.events: events must be kept for at least a minute");
        }
        allowedWebhookNetworks = List.copyOf(allowedWebhookNetworks);
    }

    /** {@link #concurrencyPerFunction()} with the default for this machine. */
    int runsPerFunction() {
        return concurrencyPerFunction > 0
                ? concurrencyPerFunction
                : 8 * Runtime.getRuntime().availableProcessors();
    }
}
