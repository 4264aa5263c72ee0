package io.millirun.billing.document;

import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Step;
import io.millirun.billing.statement.FunctionQuantity;
import io.millirun.billing.statement.Section;
import io.millirun.kernel.FunctionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * One meter under one rate card.
 *
 * @param meter {@code requests} or {@code compute}
 * @param lines one per tier that was reached
 * @param functions what made up the quantity, largest first
 */
public record SectionPart(
        String meter,
        Instant from,
        Instant to,
        String plan,
        int version,
        List<Line> lines,
        List<FunctionPart> functions) {

    public SectionPart {
        lines = List.copyOf(lines);
        functions = List.copyOf(functions);
    }

    /**
     * What was used in one tier. Quantities are requests, or megabytes times milliseconds.
     *
     * @param free covered by the free allowance
     * @param charged the rest
     * @param rate price of a million requests, or of a GB-second
     * @param exact amount to the last digit
     * @param amount rounded once, in minor units of the currency
     */
    public record Line(
            int tier, long used, long free, long charged, String rate, String exact, long amount, List<Step> steps) {

        public Line {
            steps = List.copyOf(steps);
        }

        private static Line of(RatedLine line) {
            return new Line(
                    line.tier(),
                    line.used(),
                    line.free(),
                    line.charged(),
                    line.rate().toPlainString(),
                    line.exact().toPlainString(),
                    line.amount().minorUnits(),
                    line.steps());
        }
    }

    /**
     * A function's share.
     *
     * @param name when the document was made; empty if the function was deleted by then
     * @param days its quantity by UTC day
     */
    public record FunctionPart(UUID id, String name, long quantity, SortedMap<LocalDate, Long> days) {

        public FunctionPart {
            days = new TreeMap<>(days);
        }

        private static FunctionPart of(FunctionQuantity function, String name) {
            return new FunctionPart(function.function().value(), name, function.quantity(), function.days());
        }
    }

    /** What a document keeps of a section. */
    public static SectionPart of(Section section, Function<FunctionId, String> names) {
        return new SectionPart(
                section.meter().name().toLowerCase(Locale.ROOT),
                section.priced().period().from(),
                section.priced().period().to(),
                section.priced().card().plan(),
                section.priced().card().version(),
                section.lines().stream().map(Line::of).toList(),
                section.functions().stream()
                        .map(function -> FunctionPart.of(function, names.apply(function.function())))
                        .toList());
    }
}
