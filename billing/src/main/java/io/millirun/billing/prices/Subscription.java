package io.millirun.billing.prices;

import io.millirun.kernel.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The plan an organization is on from a time until the next subscription.
 *
 * @param effectiveFrom a whole UTC hour
 */
public record Subscription(TenantId tenant, String plan, Instant effectiveFrom) {

    public Subscription {
        if (!effectiveFrom.equals(effectiveFrom.truncatedTo(ChronoUnit.HOURS))) {
            throw new IllegalArgumentException("plans change at whole UTC hours: " + effectiveFrom);
        }
    }
}
