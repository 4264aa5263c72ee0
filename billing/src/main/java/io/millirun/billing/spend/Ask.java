package io.millirun.billing.spend;

import java.time.Instant;
import java.util.List;

/**
 * What a process tells and asks the database about its lease.
 *
 * @param from when the span of prices begins
 * @param held what the process holds at most until the answer is there
 * @param want what it would like to hold beyond that
 * @param waiting worst cases of calls that wait for it, in their order
 */
record Ask(Scope scope, Instant from, Quantity held, Quantity want, List<Quantity> waiting) {

    /** What the first {@code count} waiting calls need. */
    Quantity need(int count) {
        return waiting.stream().limit(count).reduce(Quantity.NONE, Quantity::plus);
    }
}
