package io.millirun.portal.invoice;

import io.millirun.billing.document.CorrectionPart;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.Party;
import io.millirun.billing.document.SectionPart;
import io.millirun.billing.document.UsagePart;
import io.millirun.billing.document.ZeroPart;
import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.Step;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.statement.MonthChoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as it is shown and printed.
 *
 * @param zero null if anything was called
 */
public record InvoiceSheet(
        @Nullable String number,
        String month,
        String issuedOn,
        String dueOn,
        Party issuer,
        Party recipient,
        String reference,
        String organization,
        String paymentInstructions,
        List<Line> lines,
        Figure net,
        List<Tax> taxes,
        Figure total,
        Figure credits,
        boolean credited,
        Figure due,
        List<String> notes,
        String rounding,
        UsagePart usage,
        @Nullable ZeroPart zero) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    /** A printed amount, and how it was reached. */
    public record Line(
            String name,
            String detail,
            Figure amount,
            boolean nothing,
            List<Step> steps,
            String source,
            List<Share> functions) {}

    /** A function's part of a line. */
    public record Share(String name, Figure quantity, List<Day> days) {}

    /** A day's part of it. */
    public record Day(String day, Figure quantity) {}

    /** A tax as printed. */
    public record Tax(String name, Figure taxable, Figure amount) {}

    /** What is shown of a document. */
    public static InvoiceSheet of(InvoiceDocument invoice) {
        return new InvoiceSheet(
                invoice.number(),
                MonthChoice.title(invoice.month()),
                day(invoice.issuedAt()),
                DAY.format(invoice.dueOn()),
                invoice.issuer(),
                invoice.recipient(),
                invoice.reference(),
                invoice.organization().toString(),
                invoice.paymentInstructions(),
                lines(invoice),
                Figure.money(invoice.money(invoice.net())),
                invoice.taxes().stream()
                        .map(tax -> new Tax(
                                tax.name() + " " + percent(tax.percent()),
                                Figure.money(invoice.money(tax.taxable())),
                                Figure.money(invoice.money(tax.tax()))))
                        .toList(),
                Figure.money(invoice.money(invoice.total())),
                Figure.money(invoice.money(-invoice.credits())),
                invoice.credits() > 0,
                Figure.money(invoice.money(invoice.due())),
                invoice.notes(),
                invoice.rounding(),
                invoice.usage(),
                invoice.zero());
    }

    private static List<Line> lines(InvoiceDocument invoice) {
        List<Line> lines = new ArrayList<>();
        for (SectionPart section : invoice.sections()) {
            for (SectionPart.Line line : section.lines()) {
                lines.add(line(invoice, section, line));
            }
        }
        InvoiceDocument.MinimumPart minimum = invoice.minimum();
        if (minimum != null) {
            Figure amount = Figure.money(invoice.money(minimum.amount()));
            String committed = Figures.money(invoice.money(minimum.committed()));
            lines.add(new Line(
                    "Minimum commitment", "up to " + committed, amount, false, minimum.steps(), "", List.of()));
        }
        for (CorrectionPart correction : invoice.corrections()) {
            lines.add(new Line(
                    "Late usage of " + MonthChoice.title(correction.month()),
                    "records that arrived after that month was invoiced",
                    Figure.money(invoice.money(correction.amount())),
                    correction.amount() == 0,
                    correction.steps(),
                    "",
                    List.of()));
        }
        return lines;
    }

    private static Line line(InvoiceDocument invoice, SectionPart section, SectionPart.Line line) {
        Meter meter = Meter.valueOf(section.meter().toUpperCase(Locale.ROOT));
        boolean cut = invoice.prices().size() > 1;
        boolean last = line.equals(section.lines().getLast());
        String name = meter == Meter.REQUESTS ? "Requests" : "Compute";
        String detail = shown(meter, line.used()) + " " + meter.plural() + ", " + shown(meter, line.free())
                + " of them free" + (cut ? "; " + moment(section.from()) + " to " + moment(section.to()) + " UTC" : "");
        return new Line(
                section.lines().size() > 1 ? name + ", tier " + line.tier() : name,
                detail,
                Figure.money(invoice.money(line.amount())),
                line.used() == 0,
                line.steps(),
                "Rate card “" + section.plan() + "”, version " + section.version(),
                last
                        ? section.functions().stream()
                                .map(function -> share(meter, function))
                                .toList()
                        : List.of());
    }

    private static Share share(Meter meter, SectionPart.FunctionPart function) {
        String name = function.name().isEmpty()
                ? "deleted function " + function.id().toString().substring(24)
                : function.name();
        return new Share(
                name,
                quantity(meter, function.quantity()),
                function.days().entrySet().stream()
                        .map(day -> new Day(DAY.format(day.getKey()), quantity(meter, day.getValue())))
                        .toList());
    }

    private static Figure quantity(Meter meter, long quantity) {
        return new Figure(shown(meter, quantity) + " " + meter.plural(), Long.toString(quantity));
    }

    private static String shown(Meter meter, long quantity) {
        return Figures.of(meter.shown(quantity));
    }

    static String percent(String percent) {
        return Figures.of(new BigDecimal(percent)) + " %";
    }

    static String day(Instant time) {
        return DAY.format(LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    private static String moment(Instant time) {
        return MOMENT.format(time.atOffset(ZoneOffset.UTC));
    }
}
