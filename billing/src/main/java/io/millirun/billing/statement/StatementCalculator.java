package io.millirun.billing.statement;

import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Rating;
import io.millirun.kernel.FunctionId;
import io.millirun.metering.ledger.FunctionDay;
import io.millirun.metering.ledger.UsageTotals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes a statement's sections of what each function used on each day. Pure. */
public final class StatementCalculator {

    private StatementCalculator() {}

    /** A span of one rate card with its usage. */
    public record UsedPeriod(PricedPeriod priced, List<FunctionDay> usage) {

        public UsedPeriod {
            usage = List.copyOf(usage);
        }

        /** The sum of its usage. */
        public UsageTotals totals() {
            return usage.stream().map(FunctionDay::totals).reduce(UsageTotals.ZERO, UsageTotals::plus);
        }
    }

    /** The month as the rating takes it. */
    public static List<MeteredSpan> spans(List<UsedPeriod> month) {
        return month.stream()
                .map(used -> new MeteredSpan(
                        used.priced.period(),
                        used.priced.card(),
                        used.totals().requests(),
                        used.totals().mbMs()))
                .toList();
    }

    /** Every meter under every rate card, zero or not. */
    public static List<Section> sections(List<UsedPeriod> month) {
        List<MeteredSpan> spans = spans(month);
        List<Section> sections = new ArrayList<>();
        for (Meter meter : Meter.values()) {
            List<RatedLine> lines = Rating.rate(meter, spans);
            for (UsedPeriod used : month) {
                sections.add(new Section(
                        meter,
                        used.priced,
                        lines.stream()
                                .filter(line -> line.period().equals(used.priced.period()))
                                .toList(),
                        functions(meter, used.usage)));
            }
        }
        return sections;
    }

    private static List<FunctionQuantity> functions(Meter meter, List<FunctionDay> usage) {
        Map<FunctionId, SortedMap<LocalDate, Long>> days = usage.stream()
                .filter(day -> quantity(meter, day.totals()) > 0)
                .collect(Collectors.groupingBy(
                        FunctionDay::function,
                        Collectors.toMap(
                                FunctionDay::day, day -> quantity(meter, day.totals()), Math::addExact, TreeMap::new)));
        return days.entrySet().stream()
                .map(entry -> new FunctionQuantity(
                        entry.getKey(),
                        entry.getValue().values().stream().reduce(0L, Math::addExact),
                        entry.getValue()))
                .sorted(Comparator.comparingLong(FunctionQuantity::quantity)
                        .reversed()
                        .thenComparing(part -> part.function().toString()))
                .toList();
    }

    private static long quantity(Meter meter, UsageTotals totals) {
        return switch (meter) {
            case REQUESTS -> totals.requests();
            case COMPUTE -> totals.mbMs();
        };
    }
}
