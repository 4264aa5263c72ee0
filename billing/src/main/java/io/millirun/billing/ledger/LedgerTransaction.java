package io.millirun.billing.ledger;

import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an organization's money.
 *
 * @param reference names the event among those of its kind; the same one is posted once
 * @param invoice the invoice it is about; null if none
 * @param note what people should know; may be empty
 * @param postings sum to zero in every currency
 */
public record LedgerTransaction(
        TenantId tenant,
        Kind kind,
        String reference,
        @Nullable UUID invoice,
        String note,
        List<Posting> postings) {

    /** What kind of event. */
    public enum Kind {
        INVOICE,
        CREDIT_NOTE,
        PAYMENT,
        /** A payment that was taken back: by its bank, or in a dispute. */
        PAYMENT_REVERSED,
        /** Money that we paid back. */
        REFUND,
        CREDIT_GRANTED,
        CREDIT_USED,
        CREDIT_EXPIRED,
        WRITE_OFF;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LedgerTransaction {
        postings = List.copyOf(postings);
        Map<Currency, Long> sums = postings.stream()
                .collect(Collectors.groupingBy(
                        posting -> posting.amount().currency(),
                        Collectors.reducing(0L, posting -> posting.amount().minorUnits(), Math::addExact)));
        if (postings.size() < 2 || sums.values().stream().anyMatch(sum -> sum != 0)) {
            throw new IllegalArgumentException(kind + " " + reference + " does not sum to zero: " + postings);
        }
    }

    /** {@code amount} moved from one account, which is credited, to another, which is debited. */
    public static LedgerTransaction moved(
            TenantId tenant,
            Kind kind,
            String reference,
            @Nullable UUID invoice,
            String note,
            Account to,
            Account from,
            Money amount) {
        return new LedgerTransaction(
                tenant,
                kind,
                reference,
                invoice,
                note,
                List.of(Posting.debit(to, amount), Posting.credit(from, amount)));
    }
}
