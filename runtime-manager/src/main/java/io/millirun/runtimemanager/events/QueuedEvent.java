package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a worker has claimed, with what an attempt needs.
 *
 * @param function that it is addressed to; for a message to a webhook, the one that the message is about
 * @param url of the webhook, empty for a function
 * @param payload null if it is so large that it is read when it is needed
 * @param agedFrom acceptance, or the last redrive
 * @param sealedSecret signs messages to webhooks; null if there is none
 */
record QueuedEvent(
        TenantId tenant,
        EventId id,
        FunctionId function,
        String functionName,
        String qualifier,
        String url,
        Trigger trigger,
        String clientContext,
        Trace trace,
        @Nullable Buffer payload,
        Instant acceptedAt,
        Instant agedFrom,
        EventPolicy policy,
        @Nullable Buffer sealedSecret,
        Claim claim) {

    /** Whether it is a message to a webhook, and not an event of a function. */
    boolean toWebhook() {
        return !url.isEmpty();
    }

    QueuedEvent withPayload(Buffer read) {
        return new QueuedEvent(
                tenant,
                id,
                function,
                functionName,
                qualifier,
                url,
                trigger,
                clientContext,
                trace,
                read,
                acceptedAt,
                agedFrom,
                policy,
                sealedSecret,
                claim);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueuedEvent event && event.id.equals(id) && event.claim.equals(claim);
    }

    @Override
    public int hashCode() {
        return claim.hashCode();
    }

    @Override
    public String toString() {
        return "QueuedEvent[" + id + ", attempt " + claim.number() + "]";
    }
}
