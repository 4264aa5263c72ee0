package io.millirun.billing.spend;

import io.millirun.billing.rating.Meter;
import io.millirun.metering.UsageRecord;

/**
 * An amount of what is metered, in the whole numbers of metering; spend is set aside in these and never in money.
 *
 * @param requests billed invocations
 * @param mbMs configured megabytes times billed milliseconds
 */
public record Quantity(long requests, long mbMs) {

    /** Nothing. */
    public static final Quantity NONE = new Quantity(0, 0);

    /** What a record adds to its organization's month. */
    static Quantity of(UsageRecord record) {
        return record.outcome().billed() ? new Quantity(1, record.mbMs()) : NONE;
    }

    Quantity plus(Quantity other) {
        return new Quantity(Math.addExact(requests, other.requests), Math.addExact(mbMs, other.mbMs));
    }

    Quantity minus(Quantity other) {
        return new Quantity(Math.subtractExact(requests, other.requests), Math.subtractExact(mbMs, other.mbMs));
    }

    Quantity times(long factor) {
        return new Quantity(Math.multiplyExact(requests, factor), Math.multiplyExact(mbMs, factor));
    }

    Quantity half() {
        return new Quantity(requests / 2, mbMs / 2);
    }

    /** The larger of each. */
    Quantity max(Quantity other) {
        return new Quantity(Math.max(requests, other.requests), Math.max(mbMs, other.mbMs));
    }

    /** The smaller of each. */
    Quantity min(Quantity other) {
        return new Quantity(Math.min(requests, other.requests), Math.min(mbMs, other.mbMs));
    }

    boolean covers(Quantity other) {
        return requests >= other.requests && mbMs >= other.mbMs;
    }

    boolean isZero() {
        return requests == 0 && mbMs == 0;
    }

    long of(Meter meter) {
        return switch (meter) {
            case REQUESTS -> requests;
            case COMPUTE -> mbMs;
        };
    }
}
