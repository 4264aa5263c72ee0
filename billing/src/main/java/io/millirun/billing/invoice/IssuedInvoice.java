package io.millirun.billing.invoice;

import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice, or a zero statement, that was issued, and where it stands.
 *
 * @param number null for a zero statement
 * @param credited what credits paid of it when it was issued
 * @param recipient whom it is made out to
 * @param usageRecords how many usage records it covers
 * @param usageDigest head of the chain of digests over them
 */
public record IssuedInvoice(
        TenantId tenant,
        UUID id,
        YearMonth month,
        @Nullable String number,
        Money net,
        Money tax,
        Money total,
        Money credited,
        String recipient,
        Instant issuedAt,
        LocalDate dueOn,
        InvoiceState state,
        long usageRecords,
        String usageDigest) {

    /** Whether it is a month without anything to pay, and so without a number. */
    public boolean isZeroStatement() {
        return number == null;
    }

    /** What is still to be paid; zero where it was given up. */
    public Money outstanding() {
        return state instanceof InvoiceState.Open(Money open) ? open : Money.zero(total.currency());
    }

    /** What it is called by: its number or, without one, its month. */
    public String title() {
        return number == null ? month.toString() : number;
    }
}
