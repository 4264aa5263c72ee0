package io.millirun.billing.invoice;

import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.UsagePart;
import io.millirun.billing.profile.Issuer;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageTotals;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as it would be issued now: all but its number, its date and what credits pay of it.
 *
 * @param content carries placeholders for those
 * @param billed sums of all that it bills, what came late for earlier months included
 */
public record InvoiceDraft(TenantId tenant, Issuer issuer, InvoiceDocument content, UsageTotals billed) {

    /** What it comes to. */
    public Money total() {
        return content.money(content.total());
    }

    /** The document with what is known only when it is issued. */
    InvoiceDocument issued(
            UUID id, @Nullable String number, Instant at, LocalDate dueOn, Money credits, UsagePart usage) {
        return new InvoiceDocument(
                content.format(),
                content.kind(),
                id,
                number,
                content.organization(),
                content.month(),
                at,
                dueOn,
                content.issuer(),
                content.recipient(),
                content.reference(),
                content.paymentInstructions(),
                content.currency(),
                content.since(),
                content.prices(),
                content.sections(),
                content.minimum(),
                content.corrections(),
                content.taxes(),
                content.net(),
                content.tax(),
                content.total(),
                credits.minorUnits(),
                total().minus(credits).minorUnits(),
                content.notes(),
                content.rounding(),
                usage,
                content.zero());
    }
}
