package io.millirun.portal.activity;

import io.millirun.billing.prices.ListPrices;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import io.millirun.portal.figure.Figure;
import java.time.Instant;

/**
 * One invocation as lists show it.
 *
 * @param cost its list price, with every digit
 */
record CallRow(
        String id,
        Instant startedAt,
        String version,
        Trigger trigger,
        Outcome outcome,
        boolean cold,
        Figure duration,
        Figure init,
        Figure billedMs,
        int memoryMb,
        Figure peak,
        Figure cpu,
        Figure cost) {

    static CallRow of(UsageRecord usage, ListPrices prices) {
        return new CallRow(
                usage.id().toString(),
                usage.id().startedAt(),
                usage.functionVersion(),
                usage.trigger(),
                usage.outcome(),
                usage.cold(),
                Figure.millis(usage.durationMicros()),
                Figure.millis(usage.initMicros()),
                Figure.count(usage.billedMs()),
                usage.memory().megabytes(),
                Figure.megabytes(usage.peakMemoryBytes()),
                usage.cpuMicros() < 0 ? Figure.NONE : Figure.millis(usage.cpuMicros()),
                Figure.exactPrice(prices.amount(usage), prices.currency(usage)));
    }

    /** Class of the coloured sign beside the outcome's name. */
    public String sign() {
        return switch (outcome) {
            case OK -> "is-ok";
            case FUNCTION_ERROR, OUT_OF_MEMORY, EXITED -> "is-error";
            case TIMEOUT -> "is-timeout";
            case PLATFORM_FAULT -> "is-warn";
            case UNWITNESSED -> "is-idle";
        };
    }
}
