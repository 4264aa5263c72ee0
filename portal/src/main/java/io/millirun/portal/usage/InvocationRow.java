package io.millirun.portal.usage;

import io.millirun.billing.prices.ListPrices;
import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.statement.FunctionNames;
import java.time.Instant;

/**
 * One invocation in the list of the latest.
 *
 * @param cost its list price, with every digit
 */
record InvocationRow(
        String id,
        Instant startedAt,
        String function,
        Outcome outcome,
        boolean cold,
        Figure duration,
        Figure init,
        Figure billedMs,
        int memoryMb,
        Figure peak,
        Figure cost) {

    static InvocationRow of(UsageRecord usage, FunctionNames.Known names, ListPrices prices) {
        return new InvocationRow(
                usage.id().toString(),
                usage.id().startedAt(),
                names.label(usage.function()),
                usage.outcome(),
                usage.cold(),
                Figure.millis(usage.durationMicros()),
                Figure.millis(usage.initMicros()),
                Figure.count(usage.billedMs()),
                usage.memory().megabytes(),
                Figure.megabytes(usage.peakMemoryBytes()),
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
