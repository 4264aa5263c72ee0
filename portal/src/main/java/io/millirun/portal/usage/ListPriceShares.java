package io.millirun.portal.usage;

import io.millirun.billing.statement.FunctionQuantity;
import io.millirun.billing.statement.Section;
import io.millirun.billing.statement.Statement;
import io.millirun.kernel.FunctionId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** What functions and days cost before allowances and tiers, to the last digit. Their sums are equal. */
final class ListPriceShares {

    private final Map<FunctionId, BigDecimal> functions = new HashMap<>();
    private final Map<LocalDate, BigDecimal> days = new HashMap<>();

    private ListPriceShares() {}

    static ListPriceShares of(Statement statement) {
        ListPriceShares shares = new ListPriceShares();
        for (Section section : statement.sections()) {
            for (FunctionQuantity part : section.functions()) {
                shares.functions.merge(part.function(), section.listPrice(part.quantity()), BigDecimal::add);
                part.days()
                        .forEach((day, quantity) ->
                                shares.days.merge(day, section.listPrice(quantity), BigDecimal::add));
            }
        }
        return shares;
    }

    BigDecimal of(FunctionId function) {
        return functions.getOrDefault(function, BigDecimal.ZERO);
    }

    BigDecimal of(LocalDate day) {
        return days.getOrDefault(day, BigDecimal.ZERO);
    }

    BigDecimal total() {
        return functions.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
