package io.millirun.portal.invoice;

import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.Party;
import io.millirun.billing.document.SectionPart;
import io.millirun.billing.document.TaxPart;
import io.millirun.billing.document.UsagePart;
import io.millirun.billing.rating.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** An invoice with something in every place. */
final class SampleInvoice {

    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-01T00:00:00Z");

    private SampleInvoice() {}

    static InvoiceDocument of(String recipient) {
        SectionPart.FunctionPart function = new SectionPart.FunctionPart(
                new UUID(1, 2),
                "resize-image",
                3_000_000,
                new TreeMap<>(java.util.Map.of(LocalDate.of(2026, 10, 3), 3_000_000L)));
        return new InvoiceDocument(
                InvoiceDocument.FORMAT,
                "invoice",
                new UUID(7, 8),
                "MR-2026-000017",
                new UUID(5, 6),
                YearMonth.of(2026, 10),
                Instant.parse("2026-11-01T02:00:00Z"),
                LocalDate.of(2026, 11, 15),
                new Party(
                        "Nordlicht Hosting GmbH",
                        List.of("Speicherstraße 4", "20457 Hamburg", "DE"),
                        "DE",
                        "DE123456789",
                        "billing@nordlicht.example"),
                new Party(
                        recipient, List.of("1 Rue de l’Été", "75002 Paris", "FR"), "FR", "FR987654321", "ap@k.example"),
                "PO 4711",
                "Please pay to IBAN DE02 1203 0000 0000 2020 51, stating the invoice's number.",
                "USD",
                FROM,
                List.of(),
                List.of(
                        new SectionPart(
                                "requests",
                                FROM,
                                TO,
                                "standard",
                                1,
                                List.of(new SectionPart.Line(
                                        1,
                                        3_000_000,
                                        1_000_000,
                                        2_000_000,
                                        "0.20",
                                        "0.40",
                                        40,
                                        List.of(
                                                new Step("Billed requests", "3,000,000"),
                                                new Step("Free, of 1,000,000 each month", "− 1,000,000"),
                                                new Step("Charged requests", "2,000,000"),
                                                new Step("Price of one million requests", "× $0.2"),
                                                new Step("Rounded half up, once", "$0.40")))),
                                List.of(function)),
                        new SectionPart(
                                "compute",
                                FROM,
                                TO,
                                "standard",
                                1,
                                List.of(new SectionPart.Line(
                                        1,
                                        1_536_000_000_000L,
                                        409_600_000_000L,
                                        1_126_400_000_000L,
                                        "0.0000166667",
                                        "18.33337",
                                        1833,
                                        List.of(
                                                new Step("Metered MB·ms", "1,536,000,000,000"),
                                                new Step("Rounded half up, once", "$18.33")))),
                                List.of())),
                null,
                List.of(),
                List.of(new TaxPart("standard", "VAT, reverse charge", "0", 1873, 0)),
                1873,
                0,
                1873,
                500,
                1373,
                List.of(
                        "Reverse charge: VAT to be accounted for by the recipient (Article 196 of Directive 2006/112/EC)."),
                "Each line is rounded half up, once.",
                new UsagePart(3_000_000, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 2),
                null);
    }
}
