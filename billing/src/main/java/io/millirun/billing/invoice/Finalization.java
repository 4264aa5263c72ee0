package io.millirun.billing.invoice;

import io.millirun.billing.document.DocumentFormat;
import io.millirun.billing.document.DocumentJson;
import io.millirun.billing.document.Documents;
import io.millirun.billing.document.InvoiceCsv;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.UsagePart;
import io.millirun.billing.invoice.DocumentNumbers.DocumentNumber;
import io.millirun.billing.invoice.DocumentNumbers.Series;
import io.millirun.billing.invoice.InvoiceEvent.Finalized;
import io.millirun.billing.invoice.InvoiceState.Draft;
import io.millirun.billing.ledger.Account;
import io.millirun.billing.ledger.Credits;
import io.millirun.billing.ledger.Ledger;
import io.millirun.billing.ledger.LedgerTransaction;
import io.millirun.billing.ledger.LedgerTransaction.Kind;
import io.millirun.billing.ledger.Posting;
import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.Notices;
import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.Uuid7;
import io.millirun.metering.ledger.UsageChain;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Issues an invoice, in one short transaction: its number, its row, its credits, its postings, its content. All of that is
 * there afterwards, or nothing; of two that issue the same month, the unique constraint lets one through.
 */
@Component
class Finalization {

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final DocumentNumbers numbers;
    private final Ledger ledger;
    private final Credits credits;
    private final Documents documents;
    private final Notices notices;
    private final InvoiceListeners listeners;
    private final Clock clock;

    Finalization(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            DocumentNumbers numbers,
            Ledger ledger,
            Credits credits,
            Documents documents,
            Notices notices,
            InvoiceListeners listeners,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.numbers = numbers;
        this.ledger = ledger;
        this.credits = credits;
        this.documents = documents;
        this.notices = notices;
        this.listeners = listeners;
        this.clock = clock;
    }

    /**
     * Issues a draft.
     *
     * @param chain over all the usage records that it bills
     * @return its id; empty, with nothing changed, if the organization has an invoice of the month already
     */
    Optional<UUID> finalize(InvoiceDraft draft, UsageChain chain) {
        UUID id = Uuid7.next();
        boolean issued = Boolean.TRUE.equals(transaction.execute(status -> {
            boolean first = issue(id, draft, chain);
            if (!first) {
                status.setRollbackOnly(); // Gives the number back.
            }
            return first;
        }));
        if (!issued) {
            return Optional.empty();
        }
        listeners.changed(draft.tenant(), id);
        return Optional.of(id);
    }

    private boolean issue(UUID id, InvoiceDraft draft, UsageChain chain) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        boolean zero = draft.total().signum() == 0;
        DocumentNumber number = zero ? null : numbers.next(draft.issuer().prefix(), Series.INVOICE, now.getYear());
        String text = number == null ? null : number.text();
        LocalDate dueOn = now.toLocalDate().plusDays(zero ? 0 : draft.issuer().paymentDays());
        if (text != null) {
            post(id, text, draft);
        }
        Money used = zero ? draft.total() : credits.use(draft.tenant(), id, draft.total());
        InvoiceDocument content = draft.issued(
                id,
                text,
                now.toInstant(),
                dueOn,
                used,
                new UsagePart(
                        chain.records(), chain.digest(), draft.content().usage().uncharged()));
        if (!insert(content, draft, number, now)) {
            return false;
        }
        InvoiceState.Step step = new Draft().apply(new Finalized(draft.total(), used));
        worker.sql("insert into billing.invoice_state values (?, ?, ?, ?, ?)")
                .params(
                        draft.tenant().value(),
                        id,
                        InvoiceRows.name(step.next()),
                        InvoiceRows.outstanding(step.next()),
                        now)
                .update();
        documents.keep(draft.tenant(), id, DocumentFormat.JSON, DocumentJson.write(content));
        documents.keep(draft.tenant(), id, DocumentFormat.CSV, InvoiceCsv.of(content));
        if (text != null) {
            notices.tell(
                    draft.tenant(),
                    "invoice-issued:" + id,
                    Notice.Kind.INVOICE_ISSUED,
                    Map.of(
                            "invoice", text,
                            "id", id.toString(),
                            "month", content.month().toString(),
                            "amount", Figures.money(draft.total()),
                            "due", Figures.money(draft.total().minus(used)),
                            "dueOn", dueOn.toString()));
        }
        return true;
    }

    private void post(UUID id, String number, InvoiceDraft draft) {
        InvoiceDocument content = draft.content();
        List<Posting> postings = Stream.of(
                        Posting.debit(Account.RECEIVABLE, draft.total()),
                        content.net() == 0 ? null : Posting.credit(Account.REVENUE, content.money(content.net())),
                        content.tax() == 0 ? null : Posting.credit(Account.TAX, content.money(content.tax())))
                .flatMap(Stream::ofNullable)
                .toList();
        ledger.post(new LedgerTransaction(draft.tenant(), Kind.INVOICE, number, id, "", postings));
    }

    private boolean insert(
            InvoiceDocument content, InvoiceDraft draft, @Nullable DocumentNumber number, OffsetDateTime now) {
        return worker.sql("""
                        insert into billing.invoice
                          (tenant_id, id, month, kind, number, issuer, year, sequence, currency, net_minor, tax_minor,
                           total_minor, credited_minor, recipient, issued_at, due_on, usage_records, usage_digest, requests,
                           mb_ms)
                        values (:tenant, :id, :month, :kind, :number, :issuer, :year, :sequence, :currency, :net, :tax, :total, :credited, :recipient, :now, :due, :records, :digest, :requests, :mbMs)
                        on conflict (tenant_id, month) do nothing""")
                        .param("tenant", draft.tenant().value())
                        .param("id", content.id())
                        .param("month", content.month().atDay(1))
                        .param("kind", content.kind())
                        .param("number", content.number())
                        .param("issuer", draft.issuer().prefix())
                        .param("year", now.getYear())
                        .param("sequence", number == null ? null : number.sequence())
                        .param("currency", content.currency())
                        .param("net", content.net())
                        .param("tax", content.tax())
                        .param("total", content.total())
                        .param("credited", content.credits())
                        .param("recipient", content.recipient().name())
                        .param("now", now)
                        .param("due", content.dueOn())
                        .param("records", content.usage().records())
                        .param("digest", content.usage().digest())
                        .param("requests", draft.billed().requests())
                        .param("mbMs", draft.billed().mbMs())
                        .update()
                == 1;
    }
}
