package io.millirun.portal.statement;

import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Step;
import io.millirun.billing.statement.FunctionQuantity;
import io.millirun.billing.statement.Section;
import io.millirun.billing.statement.Statement;
import io.millirun.billing.statement.ZeroProof;
import io.millirun.portal.figure.Figure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement as its page shows it.
 *
 * @param uncharged invocations that are never charged: platform faults, and those whose end nobody saw
 * @param proof null unless nothing was called
 */
record StatementPage(
        Instant asOf,
        boolean running,
        Figure total,
        List<SectionPart> sections,
        List<ExtraPart> extras,
        Figure uncharged,
        Figure nothing,
        String rounding,
        @Nullable ZeroProof proof) {

    /** One meter under one rate card. */
    record SectionPart(
            Meter meter,
            boolean cut,
            Instant from,
            Instant to,
            String plan,
            int version,
            List<LinePart> lines,
            List<FunctionPart> functions) {}

    /** A line: what is printed, and how it was reached. */
    record LinePart(int tier, boolean zero, Figure amount, Figure used, Figure free, Figure exact, List<Step> steps) {}

    /**
     * What is charged beside the month's usage.
     *
     * @param month whose late usage it is; null for a minimum commitment
     */
    record ExtraPart(@Nullable String month, Figure amount, List<Step> steps) {}

    /** A function's share of a section. */
    record FunctionPart(String name, Figure quantity, List<DayPart> days) {}

    /** A day's share of a function's. */
    record DayPart(LocalDate day, Figure quantity) {}

    static StatementPage of(Statement statement, FunctionNames.Known names) {
        long uncharged = statement.usage().platformFaults() + statement.usage().unwitnessed();
        return new StatementPage(
                statement.asOf(),
                statement.isRunning(),
                Figure.money(statement.total()),
                statement.sections().stream()
                        .map(section -> part(section, statement, names))
                        .toList(),
                Stream.concat(
                                statement.minimum().stream()
                                        .map(line -> new ExtraPart(null, Figure.money(line.amount()), line.steps())),
                                statement.corrections().stream()
                                        .map(line -> new ExtraPart(
                                                MonthChoice.title(line.month()),
                                                Figure.money(line.amount()),
                                                line.steps())))
                        .toList(),
                Figure.count(uncharged),
                Figure.money(Money.zero(statement.total().currency())),
                Statement.ROUNDING,
                statement.proof().orElse(null));
    }

    private static SectionPart part(Section section, Statement statement, FunctionNames.Known names) {
        Meter meter = section.meter();
        return new SectionPart(
                meter,
                statement.sections(meter).size() > 1,
                section.priced().period().from(),
                section.priced().period().to(),
                section.priced().card().plan(),
                section.priced().card().version(),
                section.lines().stream().map(StatementPage::line).toList(),
                section.functions().stream()
                        .map(function -> part(meter, function, names))
                        .toList());
    }

    private static LinePart line(RatedLine line) {
        return new LinePart(
                line.tier(),
                line.used() == 0,
                Figure.money(line.amount()),
                quantity(line.meter(), line.used()),
                quantity(line.meter(), line.free()),
                Figure.exactPrice(line.exact(), line.amount().currency()),
                line.steps());
    }

    private static FunctionPart part(Meter meter, FunctionQuantity function, FunctionNames.Known names) {
        return new FunctionPart(
                names.label(function.function()),
                quantity(meter, function.quantity()),
                function.days().entrySet().stream()
                        .map(day -> new DayPart(day.getKey(), quantity(meter, day.getValue())))
                        .toList());
    }

    /** The text is in the unit that people read, the value in the whole numbers of metering. */
    private static Figure quantity(Meter meter, long quantity) {
        return new Figure(Figures.of(meter.shown(quantity)), Long.toString(quantity));
    }
}
