package io.millirun.billing.invoice;

import io.millirun.billing.invoice.InvoiceCommand.AnnounceFinalized;
import io.millirun.billing.invoice.InvoiceCommand.AnnouncePaid;
import io.millirun.billing.invoice.InvoiceCommand.AnnounceReopened;
import io.millirun.billing.invoice.InvoiceCommand.OweBack;
import io.millirun.billing.invoice.InvoiceEvent.GivenUp;
import io.millirun.billing.invoice.InvoiceEvent.PaymentReceived;
import io.millirun.billing.invoice.InvoiceEvent.PaymentReversed;
import io.millirun.billing.invoice.InvoiceState.Uncollectible;
import io.millirun.billing.ledger.Account;
import io.millirun.billing.ledger.Credits;
import io.millirun.billing.ledger.Ledger;
import io.millirun.billing.ledger.LedgerTransaction;
import io.millirun.billing.ledger.LedgerTransaction.Kind;
import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.Notices;
import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of invoices once they are issued: paid by hand or by a provider, taken back, given up. */
@Component
public class Settlements {

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final Invoices invoices;
    private final Ledger ledger;
    private final Credits credits;
    private final Notices notices;
    private final InvoiceListeners listeners;
    private final Clock clock;

    Settlements(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Invoices invoices,
            Ledger ledger,
            Credits credits,
            Notices notices,
            InvoiceListeners listeners,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.invoices = invoices;
        this.ledger = ledger;
        this.credits = credits;
        this.notices = notices;
        this.listeners = listeners;
        this.clock = clock;
    }

    /**
     * Money came. What is beyond the invoice is kept as a credit of the organization.
     *
     * @param reference of the payment: the same one counts once
     * @return false, with nothing changed, if it was counted before
     */
    public boolean paymentReceived(TenantId tenant, UUID invoice, Money amount, String reference, String note) {
        positive(amount, reference);
        return apply(
                LedgerTransaction.moved(
                        tenant, Kind.PAYMENT, reference, invoice, note, Account.CASH, Account.RECEIVABLE, amount),
                invoice,
                new PaymentReceived(amount));
    }

    /**
     * A payment was taken back.
     *
     * @param reference of the reversal: the same one counts once
     * @return false, with nothing changed, if it was counted before
     */
    public boolean paymentReversed(TenantId tenant, UUID invoice, Money amount, String reference, String note) {
        positive(amount, reference);
        return apply(
                LedgerTransaction.moved(
                        tenant,
                        Kind.PAYMENT_REVERSED,
                        reference,
                        invoice,
                        note,
                        Account.RECEIVABLE,
                        Account.CASH,
                        amount),
                invoice,
                new PaymentReversed(amount));
    }

    /** What is outstanding is no longer expected; a late payment is still taken. */
    public void giveUp(TenantId tenant, UUID invoice, String note) {
        IssuedInvoice issued = find(tenant, invoice);
        if (issued.outstanding().signum() == 0) {
            throw new MillirunException(Fault.CALLER, "NothingOutstanding", "Nothing is to be paid on this invoice.");
        }
        apply(
                LedgerTransaction.moved(
                        tenant,
                        Kind.WRITE_OFF,
                        issued.title() + " at " + clock.instant(),
                        invoice,
                        note,
                        Account.WRITE_OFF,
                        Account.RECEIVABLE,
                        issued.outstanding()),
                invoice,
                new GivenUp());
    }

    /**
     * Posts an event and moves the invoice, within the transaction in progress or one of its own.
     *
     * @return false, with nothing changed, if the event was posted before
     */
    boolean apply(LedgerTransaction posting, UUID invoice, InvoiceEvent event) {
        IssuedInvoice issued = find(posting.tenant(), invoice);
        boolean applied = Boolean.TRUE.equals(transaction.execute(_ -> {
            InvoiceState before = locked(issued);
            if (!ledger.post(posting)) {
                return false;
            }
            InvoiceState.Step step = before.apply(event);
            move(issued, step.next());
            writeBack(issued, before, step.next(), event, posting.reference());
            step.commands().forEach(command -> carryOut(command, issued, posting));
            return true;
        }));
        if (applied) {
            listeners.changed(posting.tenant(), invoice);
        }
        return applied;
    }

    /** What was written off and is not any more returns to what is owed, before it is paid. */
    private void writeBack(
            IssuedInvoice invoice, InvoiceState before, InvoiceState after, InvoiceEvent event, String reference) {
        if (event instanceof GivenUp || !(before instanceof Uncollectible(Money writtenOff))) {
            return;
        }
        Money still = after instanceof Uncollectible(Money rest) ? rest : Money.zero(writtenOff.currency());
        Money back = writtenOff.minus(still);
        if (back.signum() > 0) {
            ledger.post(LedgerTransaction.moved(
                    invoice.tenant(),
                    Kind.WRITE_OFF,
                    "taken back by " + reference,
                    invoice.id(),
                    "",
                    Account.RECEIVABLE,
                    Account.WRITE_OFF,
                    back));
        }
    }

    private void carryOut(InvoiceCommand command, IssuedInvoice invoice, LedgerTransaction posting) {
        switch (command) {
            case OweBack(Money amount) ->
                credits.owe(
                        invoice.tenant(),
                        amount,
                        "beyond " + invoice.title() + ": " + posting.reference(),
                        invoice.id());
            case AnnouncePaid _ ->
                notices.tell(
                        invoice.tenant(),
                        "invoice-paid:" + invoice.id() + ":" + posting.reference(),
                        Notice.Kind.PAYMENT_RECEIVED,
                        Map.of("invoice", invoice.title(), "amount", Figures.money(invoice.total())));
            case AnnounceReopened _, AnnounceFinalized _ -> {}
        }
    }

    private InvoiceState locked(IssuedInvoice invoice) {
        return worker.sql("""
            select state, outstanding_minor from billing.invoice_state
            where tenant_id = ? and invoice_id = ? for update\
            """)
                .params(invoice.tenant().value(), invoice.id())
                .query((row, _) -> InvoiceRows.state(
                        row.getString("state"),
                        new Money(
                                row.getLong("outstanding_minor"),
                                invoice.total().currency())))
                .single();
    }

    private void move(IssuedInvoice invoice, InvoiceState next) {
        worker.sql("""
            update billing.invoice_state set state = ?, outstanding_minor = ?, changed_at = ?
            where tenant_id = ? and invoice_id = ?\
            """)
                .params(
                        InvoiceRows.name(next),
                        InvoiceRows.outstanding(next),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        invoice.tenant().value(),
                        invoice.id())
                .update();
    }

    private IssuedInvoice find(TenantId tenant, UUID invoice) {
        return invoices.find(tenant, invoice)
                .orElseThrow(() -> new MillirunException(Fault.CALLER, "InvoiceNotFound", "There is no such invoice."));
    }

    private static void positive(Money amount, String reference) {
        if (amount.signum() <= 0 || reference.isBlank() || reference.length() > 150) {
            throw new MillirunException(
                    Fault.CALLER,
                    "InvalidPayment",
                    "A payment needs a positive amount and a reference of at most 150 characters.");
        }
    }
}
