package io.millirun.billing.statement;

import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Rating;
import java.math.BigDecimal;
import java.util.List;

/**
 * One meter under one rate card.
 *
 * @param lines one per tier that was reached
 * @param functions what made up the quantity, largest first
 */
public record Section(Meter meter, PricedPeriod priced, List<RatedLine> lines, List<FunctionQuantity> functions) {

    public Section {
        lines = List.copyOf(lines);
        functions = List.copyOf(functions);
    }

    /** All that was used, free or charged. */
    public long used() {
        return lines.stream().mapToLong(RatedLine::used).reduce(0, Math::addExact);
    }

    /** What {@code quantity} of this meter costs before allowances and tiers, to the last digit. */
    public BigDecimal listPrice(long quantity) {
        return switch (meter) {
            case REQUESTS -> priced.card().listPrice(quantity, 0);
            case COMPUTE -> priced.card().listPrice(0, quantity);
        };
    }

    /** The sum of the lines as printed. */
    public Money amount() {
        return Rating.total(lines, Money.zero(priced.card().currency()));
    }
}
