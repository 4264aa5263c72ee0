package io.millirun.billing.invoice;

import io.millirun.billing.document.CreditNoteDocument;
import io.millirun.billing.document.DocumentFormat;
import io.millirun.billing.document.DocumentJson;
import io.millirun.billing.document.Documents;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.TaxPart;
import io.millirun.billing.invoice.DocumentNumbers.DocumentNumber;
import io.millirun.billing.invoice.DocumentNumbers.Series;
import io.millirun.billing.invoice.InvoiceEvent.Credited;
import io.millirun.billing.ledger.Account;
import io.millirun.billing.ledger.LedgerTransaction;
import io.millirun.billing.ledger.LedgerTransaction.Kind;
import io.millirun.billing.ledger.Posting;
import io.millirun.billing.profile.Issuers;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes invoices back, in whole or in part: the only way to correct one that was issued. */
@Component
public class CreditNotes {

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final Invoices invoices;
    private final Documents documents;
    private final DocumentNumbers numbers;
    private final Settlements settlements;
    private final Issuers issuers;
    private final Clock clock;

    CreditNotes(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Invoices invoices,
            Documents documents,
            DocumentNumbers numbers,
            Settlements settlements,
            Issuers issuers,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.invoices = invoices;
        this.documents = documents;
        this.numbers = numbers;
        this.settlements = settlements;
        this.issuers = issuers;
        this.clock = clock;
    }

    /** A credit note as lists show it. */
    public record CreditNote(UUID id, UUID invoice, String number, Money total, String reason, Instant issuedAt) {}

    /** Those of an invoice, oldest first. */
    public List<CreditNote> of(TenantId tenant, UUID invoice) {
        return worker.sql("select * from billing.credit_note where tenant_id = ? and invoice_id = ? order by issued_at,"
                        + " id")
                .params(tenant.value(), invoice)
                .query((row, _) -> new CreditNote(
                        row.getObject("id", UUID.class),
                        row.getObject("invoice_id", UUID.class),
                        row.getString("number"),
                        new Money(row.getLong("total_minor"), Currency.getInstance(row.getString("currency"))),
                        row.getString("reason"),
                        row.getObject("issued_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /**
     * Takes back part of an invoice. What was paid beyond the rest becomes a credit of the organization.
     *
     * @param total with tax
     * @throws MillirunException with {@link Fault#CALLER} if the invoice's credit notes would exceed it
     */
    public void issue(TenantId tenant, UUID invoice, Money total, String reason) {
        IssuedInvoice issued = invoices.find(tenant, invoice)
                .filter(one -> !one.isZeroStatement())
                .orElseThrow(() -> new MillirunException(Fault.CALLER, "InvoiceNotFound", "There is no such invoice."));
        if (total.signum() <= 0
                || !total.currency().equals(issued.total().currency())
                || reason.isBlank()
                || reason.length() > 500) {
            throw new MillirunException(
                    Fault.CALLER,
                    "InvalidCreditNote",
                    "A credit note needs a positive amount and a reason of at most 500 characters.");
        }
        transaction.executeWithoutResult(_ -> issue(issued, total, reason));
    }

    private void issue(IssuedInvoice issued, Money total, String reason) {
        // Before anything is summed: two credit notes at once wait for each other here.
        worker.sql("select 1 from billing.invoice_state where tenant_id = ? and invoice_id = ? for update")
                .params(issued.tenant().value(), issued.id())
                .query((row, _) -> row.getInt(1))
                .single();
        Money rest =
                of(issued.tenant(), issued.id()).stream().map(CreditNote::total).reduce(issued.total(), Money::minus);
        if (rest.minus(total).signum() < 0) {
            throw new MillirunException(
                    Fault.CALLER, "CreditNoteTooLarge", "At most " + rest + " of this invoice can still be credited.");
        }
        InvoiceDocument original =
                documents.invoice(issued.tenant(), issued.id()).orElseThrow();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        DocumentNumber number = numbers.next(issuers.current().prefix(), Series.CREDIT_NOTE, now.getYear());
        List<TaxPart> taxes = taxes(original, total);
        long tax = taxes.stream().mapToLong(TaxPart::tax).sum();
        CreditNoteDocument document = new CreditNoteDocument(
                CreditNoteDocument.FORMAT,
                Uuid7.next(),
                number.text(),
                issued.id(),
                issued.title(),
                issued.issuedAt(),
                issued.tenant().value(),
                issued.month(),
                now.toInstant(),
                original.issuer(),
                original.recipient(),
                reason,
                original.currency(),
                taxes,
                total.minorUnits() - tax,
                tax,
                total.minorUnits(),
                original.notes());
        insert(issued, document, number, now);
        documents.keep(issued.tenant(), document.id(), DocumentFormat.JSON, DocumentJson.write(document));
        settlements.apply(
                posting(issued, document),
                issued.id(),
                new Credited(total, rest.minus(total).signum() == 0));
    }

    private static LedgerTransaction posting(IssuedInvoice issued, CreditNoteDocument note) {
        List<Posting> postings = Stream.of(
                        note.net() == 0 ? null : Posting.debit(Account.REVENUE, note.money(note.net())),
                        note.tax() == 0 ? null : Posting.debit(Account.TAX, note.money(note.tax())),
                        Posting.credit(Account.RECEIVABLE, note.money(note.total())))
                .flatMap(Stream::ofNullable)
                .toList();
        return new LedgerTransaction(
                issued.tenant(), Kind.CREDIT_NOTE, note.number(), issued.id(), note.reason(), postings);
    }

    /** The part of each tax that is in {@code total}, as the invoice has them. */
    private static List<TaxPart> taxes(InvoiceDocument invoice, Money total) {
        List<TaxPart> parts = new ArrayList<>();
        for (TaxPart tax : invoice.taxes()) {
            long part = share(tax.tax(), invoice, total);
            long taxable =
                    invoice.taxes().size() == 1 ? total.minorUnits() - part : share(tax.taxable(), invoice, total);
            parts.add(new TaxPart(tax.group(), tax.name(), tax.percent(), taxable, part));
        }
        return parts;
    }

    private static long share(long amount, InvoiceDocument invoice, Money total) {
        return BigDecimal.valueOf(amount)
                .multiply(BigDecimal.valueOf(total.minorUnits()))
                .divide(BigDecimal.valueOf(invoice.total()), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private void insert(IssuedInvoice issued, CreditNoteDocument note, DocumentNumber number, OffsetDateTime now) {
        worker.sql("""
            insert into billing.credit_note
              (tenant_id, id, invoice_id, number, issuer, year, sequence, currency, net_minor, tax_minor,
               total_minor, reason, issued_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
                .params(
                        issued.tenant().value(),
                        note.id(),
                        issued.id(),
                        note.number(),
                        number.issuer(),
                        number.year(),
                        number.sequence(),
                        note.currency(),
                        note.net(),
                        note.tax(),
                        note.total(),
                        note.reason(),
                        now)
                .update();
    }
}
