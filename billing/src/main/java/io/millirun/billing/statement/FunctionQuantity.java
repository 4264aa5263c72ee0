package io.millirun.billing.statement;

import io.millirun.kernel.FunctionId;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one function contributed to a section.
 *
 * @param quantity in the whole numbers of metering
 * @param days the same by UTC day
 */
public record FunctionQuantity(FunctionId function, long quantity, SortedMap<LocalDate, Long> days) {

    public FunctionQuantity {
        days = new TreeMap<>(days);
    }
}
