package io.millirun.portal.invoice;

import io.millirun.billing.invoice.InvoiceState;
import io.millirun.billing.invoice.IssuedInvoice;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.statement.MonthChoice;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice in a list.
 *
 * @param number null for a zero statement
 * @param state names its text, {@code open}, {@code paid}
 */
public record InvoiceRow(
        UUID id,
        UUID organization,
        @Nullable String number,
        String recipient,
        String month,
        String issuedOn,
        String dueOn,
        Figure total,
        Figure outstanding,
        boolean open,
        String state) {

    /** What a list shows of it. */
    public static InvoiceRow of(IssuedInvoice invoice) {
        return new InvoiceRow(
                invoice.id(),
                invoice.tenant().value(),
                invoice.number(),
                invoice.recipient(),
                MonthChoice.title(invoice.month()),
                InvoiceSheet.day(invoice.issuedAt()),
                invoice.dueOn().toString(),
                Figure.money(invoice.total()),
                Figure.money(invoice.outstanding()),
                invoice.state() instanceof InvoiceState.Open,
                invoice.state().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }
}
