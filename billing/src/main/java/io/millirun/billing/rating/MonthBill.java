package io.millirun.billing.rating;

import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a month costs before tax. Pure.
 *
 * @param lines of every meter, in the order of meters, then of time
 * @param minimum there if usage stays below what the organization committed to
 */
public record MonthBill(List<RatedLine> lines, Optional<MinimumLine> minimum) {

    public MonthBill {
        lines = List.copyOf(lines);
    }

    /**
     * Rates a month.
     *
     * @param month consecutive spans of one UTC month, in their order, in one currency
     * @param since when the organization began: minimums count from then
     */
    public static MonthBill of(List<MeteredSpan> month, Instant since) {
        List<RatedLine> lines = Arrays.stream(Meter.values())
                .flatMap(meter -> Rating.rate(meter, month).stream())
                .toList();
        Money used = Rating.total(lines, Money.zero(currency(month)));
        return new MonthBill(lines, MinimumLine.of(month, since, used));
    }

    private static Currency currency(List<MeteredSpan> month) {
        return month.getFirst().card().currency();
    }

    /** The sum of what is printed. */
    public Money total() {
        return Stream.concat(
                        lines.stream().map(RatedLine::amount), minimum.stream().map(MinimumLine::amount))
                .reduce(Money::plus)
                .orElseThrow();
    }
}
