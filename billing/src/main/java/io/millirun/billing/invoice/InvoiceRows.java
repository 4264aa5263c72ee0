package io.millirun.billing.invoice;

import io.millirun.billing.invoice.InvoiceState.Cancelled;
import io.millirun.billing.invoice.InvoiceState.Draft;
import io.millirun.billing.invoice.InvoiceState.NothingDue;
import io.millirun.billing.invoice.InvoiceState.Open;
import io.millirun.billing.invoice.InvoiceState.Paid;
import io.millirun.billing.invoice.InvoiceState.Uncollectible;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Currency;
import java.util.UUID;

/** Invoices and their states as rows. */
final class InvoiceRows {

    /** An invoice with its state. */
    static final String SELECT = """
            select i.*, s.state, s.outstanding_minor from billing.invoice i
            join billing.invoice_state s on s.tenant_id = i.tenant_id and s.invoice_id = i.id
            """;

    private InvoiceRows() {}

    static IssuedInvoice invoice(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return new IssuedInvoice(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("id", UUID.class),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getString("number"),
                new Money(row.getLong("net_minor"), currency),
                new Money(row.getLong("tax_minor"), currency),
                new Money(row.getLong("total_minor"), currency),
                new Money(row.getLong("credited_minor"), currency),
                row.getString("recipient"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_on", LocalDate.class),
                state(row.getString("state"), new Money(row.getLong("outstanding_minor"), currency)),
                row.getLong("usage_records"),
                row.getString("usage_digest"));
    }

    static InvoiceState state(String name, Money outstanding) {
        return switch (name) {
            case "open" -> new Open(outstanding);
            case "paid" -> new Paid();
            case "nothing_due" -> new NothingDue();
            case "cancelled" -> new Cancelled();
            case "uncollectible" -> new Uncollectible(outstanding);
            default -> throw new IllegalStateException("no state of an invoice: " + name);
        };
    }

    static String name(InvoiceState state) {
        return switch (state) {
            case Draft _ -> throw new IllegalArgumentException("a draft is not kept");
            case Open _ -> "open";
            case Paid _ -> "paid";
            case NothingDue _ -> "nothing_due";
            case Cancelled _ -> "cancelled";
            case Uncollectible _ -> "uncollectible";
        };
    }

    static long outstanding(InvoiceState state) {
        return switch (state) {
            case Open(Money amount) -> amount.minorUnits();
            case Uncollectible(Money amount) -> amount.minorUnits();
            case Draft _, Paid _, NothingDue _, Cancelled _ -> 0;
        };
    }
}
