package io.millirun.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millirun.metering.ledger.Csv;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An invoice as comma-separated values: a row for each line, each tax and the totals. No cell can be taken for a formula. */
public final class InvoiceCsv {

    private static final List<@Nullable Object> HEADER = List.of(
            "document",
            "month",
            "row",
            "meter",
            "from",
            "to",
            "plan",
            "planVersion",
            "tier",
            "used",
            "free",
            "charged",
            "rate",
            "exact",
            "taxName",
            "taxPercent",
            "amount",
            "currency");

    private final InvoiceDocument invoice;
    private final StringBuilder rows = new StringBuilder(Csv.line(HEADER));

    private InvoiceCsv(InvoiceDocument invoice) {
        this.invoice = invoice;
    }

    /** The bytes of the file. */
    public static byte[] of(InvoiceDocument invoice) {
        InvoiceCsv csv = new InvoiceCsv(invoice);
        invoice.sections().forEach(csv::section);
        InvoiceDocument.MinimumPart minimum = invoice.minimum();
        if (minimum != null) {
            csv.row("minimum", minimum.amount());
        }
        invoice.corrections()
                .forEach(correction ->
                        csv.add("correction", List.of("", correction.month() + "-01T00:00:00Z"), correction.amount()));
        csv.row("net", invoice.net());
        invoice.taxes()
                .forEach(tax -> csv.add(
                        "tax",
                        Arrays.asList(
                                "",
                                "",
                                "",
                                "",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                tax.name(),
                                decimal(tax.percent())),
                        tax.tax()));
        csv.row("total", invoice.total());
        csv.row("credits", -invoice.credits());
        csv.row("due", invoice.due());
        return csv.rows.toString().getBytes(UTF_8);
    }

    private void section(SectionPart section) {
        for (SectionPart.Line line : section.lines()) {
            add(
                    "usage",
                    Arrays.asList(
                            section.meter(),
                            section.from().toString(),
                            section.to().toString(),
                            section.plan(),
                            section.version(),
                            line.tier(),
                            line.used(),
                            line.free(),
                            line.charged(),
                            decimal(line.rate()),
                            decimal(line.exact()),
                            null,
                            null),
                    line.amount());
        }
    }

    private void row(String name, long amount) {
        add(name, List.of(), amount);
    }

    /** A row; {@code middle} stands between its name and its amount, followed by empty cells. */
    private void add(String name, List<? extends @Nullable Object> middle, long amount) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(invoice.title());
        cells.add(invoice.month().toString());
        cells.add(name);
        cells.addAll(middle);
        while (cells.size() < HEADER.size() - 2) {
            cells.add(null);
        }
        cells.add(invoice.money(amount).amount());
        cells.add(invoice.currency());
        rows.append(Csv.line(cells));
    }

    private static BigDecimal decimal(String exact) {
        return new BigDecimal(exact);
    }
}
