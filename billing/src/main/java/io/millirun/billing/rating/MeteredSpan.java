package io.millirun.billing.rating;

import io.millirun.metering.ledger.UsagePeriod;

/**
 * Totals of a span of time in which one rate card held.
 *
 * @param requests billed invocations
 * @param mbMs configured megabytes times billed milliseconds
 */
public record MeteredSpan(UsagePeriod period, RateCard card, long requests, long mbMs) {

    public MeteredSpan {
        if (requests < 0 || mbMs < 0) {
            throw new IllegalArgumentException("negative usage");
        }
    }

    long quantity(Meter meter) {
        return switch (meter) {
            case REQUESTS -> requests;
            case COMPUTE -> mbMs;
        };
    }
}
