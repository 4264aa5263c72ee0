package io.millirun.billing.verify;

import io.millirun.billing.document.CorrectionPart;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.InvoiceDocument.MinimumPart;
import io.millirun.billing.document.PricedSpan;
import io.millirun.billing.document.SectionPart;
import io.millirun.billing.document.TaxPart;
import io.millirun.billing.rating.Correction;
import io.millirun.billing.rating.Correction.LateSpan;
import io.millirun.billing.rating.MonthBill;
import io.millirun.billing.statement.StatementCalculator;
import io.millirun.billing.statement.StatementCalculator.UsedPeriod;
import io.millirun.billing.tax.TaxedGroup;
import io.millirun.kernel.FunctionId;
import io.millirun.metering.ledger.FunctionDay;
import io.millirun.metering.ledger.UsageTotals;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Recomputes an invoice from its usage records and the prices that are printed in it. Needs nothing else. */
public final class InvoiceVerifier {

    private final InvoiceDocument invoice;
    private final UsageTally tally;
    private final List<Finding> findings = new ArrayList<>();

    private InvoiceVerifier(InvoiceDocument invoice) {
        this.invoice = invoice;
        this.tally = new UsageTally(invoice);
    }

    /**
     * Everything that was recomputed, in the order of the invoice.
     *
     * @param usage the export of the records that the invoice covers, CSV or JSON Lines
     */
    public static List<Finding> verify(InvoiceDocument invoice, Reader usage) throws IOException {
        InvoiceVerifier verifier = new InvoiceVerifier(invoice);
        UsageFile.read(usage, verifier.tally::add);
        verifier.compare();
        return List.copyOf(verifier.findings);
    }

    private void compare() {
        UsageTally records = tally;
        records.problems().forEach(problem -> findings.add(new Finding("Usage records", false, "", problem)));
        add("Usage records", invoice.usage().records(), records.chain().records());
        add(
                "Digest of the usage records",
                invoice.usage().digest(),
                records.chain().digest());
        List<UsedPeriod> used = invoice.prices().stream()
                .map(PricedSpan::priced)
                .map(priced -> new UsedPeriod(priced, records.in(priced)))
                .toList();
        sections(used);
        MonthBill bill = MonthBill.of(StatementCalculator.spans(used), invoice.since());
        MinimumPart minimum = bill.minimum()
                .map(line -> new MinimumPart(
                        line.committed().minorUnits(), line.amount().minorUnits(), line.steps()))
                .orElse(null);
        add("Minimum commitment", text(invoice.minimum()), text(minimum));
        long net = bill.total().minorUnits() + corrections();
        add("Sum before tax", money(invoice.net()), money(net));
        totals(net);
    }

    private void sections(List<UsedPeriod> used) {
        Map<UUID, String> names = invoice.sections().stream()
                .flatMap(section -> section.functions().stream())
                .collect(Collectors.toMap(
                        SectionPart.FunctionPart::id, SectionPart.FunctionPart::name, (one, _) -> one, HashMap::new));
        List<SectionPart> recomputed = StatementCalculator.sections(used).stream()
                .map(section -> SectionPart.of(section, (FunctionId id) -> names.getOrDefault(id.value(), "")))
                .toList();
        add("Sections", invoice.sections().size(), recomputed.size());
        for (int place = 0;
                place < Math.min(recomputed.size(), invoice.sections().size());
                place++) {
            SectionPart stated = invoice.sections().get(place);
            SectionPart right = recomputed.get(place);
            String name = right.meter() + " from " + right.from();
            add(name + ", lines", stated.lines().size(), right.lines().size());
            for (int line = 0;
                    line < Math.min(stated.lines().size(), right.lines().size());
                    line++) {
                lines(
                        name + ", tier " + right.lines().get(line).tier(),
                        stated.lines().get(line),
                        right.lines().get(line));
            }
            findings.add(new Finding(
                    name + ", functions and days",
                    stated.functions().equals(right.functions()),
                    stated.functions().size() + " functions",
                    right.functions().size() + " functions"));
        }
    }

    private void lines(String name, SectionPart.Line stated, SectionPart.Line right) {
        add(name + ", used", stated.used(), right.used());
        add(name + ", free", stated.free(), right.free());
        add(name + ", charged", stated.charged(), right.charged());
        add(name + ", rate", stated.rate(), right.rate());
        add(name + ", exact amount", stated.exact(), right.exact());
        add(name + ", amount", money(stated.amount()), money(right.amount()));
        findings.add(new Finding(
                name + ", steps",
                stated.equals(right),
                stated.steps().toString(),
                right.steps().toString()));
    }

    private long corrections() {
        long sum = 0;
        for (CorrectionPart stated : invoice.corrections()) {
            List<LateSpan> spans = stated.spans().stream()
                    .map(span -> {
                        UsageTotals late = tally.in(span.price().priced()).stream()
                                .map(FunctionDay::totals)
                                .reduce(UsageTotals.ZERO, UsageTotals::plus);
                        return new LateSpan(
                                span.price().priced().period(),
                                span.price().priced().card(),
                                span.requests(),
                                span.mbMs(),
                                late.requests(),
                                late.mbMs());
                    })
                    .toList();
            Correction right =
                    Correction.of(stated.month(), spans, invoice.since(), Currency.getInstance(invoice.currency()));
            add("Late usage of " + stated.month(), text(stated), text(CorrectionPart.of(right)));
            sum += right.amount().minorUnits();
        }
        List<Object> months = new ArrayList<>(tally.months());
        months.remove(invoice.month());
        add(
                "Months with late usage",
                invoice.corrections().stream().map(CorrectionPart::month).toList(),
                months);
        return sum;
    }

    private void totals(long net) {
        long tax = 0;
        for (TaxPart stated : invoice.taxes()) {
            TaxPart right = TaxPart.of(TaxedGroup.of(
                    stated.group(),
                    stated.name(),
                    new BigDecimal(stated.percent()),
                    invoice.money(invoice.taxes().size() == 1 ? net : stated.taxable())));
            add("Tax, " + stated.name(), text(stated), text(right));
            tax += right.tax();
        }
        add("Sum of taxes", money(invoice.tax()), money(tax));
        add("Total", money(invoice.total()), money(net + tax));
        add("To be paid", money(invoice.due()), money(net + tax - invoice.credits()));
    }

    private void add(String what, Object stated, Object recomputed) {
        findings.add(Finding.of(what, stated, recomputed));
    }

    private String money(long minorUnits) {
        return invoice.money(minorUnits).toString();
    }

    private static String text(@org.jspecify.annotations.Nullable Object part) {
        return Objects.toString(part, "none");
    }
}
