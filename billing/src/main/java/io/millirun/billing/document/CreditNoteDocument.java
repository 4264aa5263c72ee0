package io.millirun.billing.document;

import io.millirun.billing.rating.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/**
 * A credit note, for programs. Amounts are in minor units of the currency.
 *
 * @param format {@value #FORMAT}
 * @param invoiceNumber of the invoice that it corrects
 * @param invoiceIssuedAt when that was issued
 * @param month the UTC month that the invoice is for
 * @param taxes the part of the invoice's taxes that is taken back
 * @param net what is taken back before tax
 */
public record CreditNoteDocument(
        String format,
        UUID id,
        String number,
        UUID invoice,
        String invoiceNumber,
        Instant invoiceIssuedAt,
        UUID organization,
        YearMonth month,
        Instant issuedAt,
        Party issuer,
        Party recipient,
        String reason,
        String currency,
        List<TaxPart> taxes,
        long net,
        long tax,
        long total,
        List<String> notes) {

    /** Names what the members mean. */
    public static final String FORMAT = "millirun-credit-note-1";

    public CreditNoteDocument {
        taxes = List.copyOf(taxes);
        notes = List.copyOf(notes);
    }

    /** An amount with the document's currency. */
    public Money money(long minorUnits) {
        return new Money(minorUnits, Currency.getInstance(currency));
    }
}
