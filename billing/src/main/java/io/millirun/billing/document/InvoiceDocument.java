package io.millirun.billing.document;

import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice or a zero statement, for programs: whatever is printed, and what it was computed from. Amounts are in minor
 * units of the currency; exact decimals are texts, so that no reader makes binary fractions of them.
 *
 * @param format {@value #FORMAT}
 * @param kind {@code invoice}, or {@code zero_statement}, which has no number
 * @param month the UTC month that it is for
 * @param reference the recipient's own; may be empty
 * @param since when the organization began: a minimum counts from then
 * @param net sum of the lines
 * @param tax sum of the taxes
 * @param credits what the organization's credits paid of the total
 * @param due the rest
 * @param notes what else has to be said
 * @param zero null if anything was called
 */
public record InvoiceDocument(
        String format,
        String kind,
        UUID id,
        @Nullable String number,
        UUID organization,
        YearMonth month,
        Instant issuedAt,
        LocalDate dueOn,
        Party issuer,
        Party recipient,
        String reference,
        String paymentInstructions,
        String currency,
        Instant since,
        List<PricedSpan> prices,
        List<SectionPart> sections,
        @Nullable MinimumPart minimum,
        List<CorrectionPart> corrections,
        List<TaxPart> taxes,
        long net,
        long tax,
        long total,
        long credits,
        long due,
        List<String> notes,
        String rounding,
        UsagePart usage,
        @Nullable ZeroPart zero) {

    /** Names what the members mean. */
    public static final String FORMAT = "millirun-invoice-1";

    public InvoiceDocument {
        prices = List.copyOf(prices);
        sections = List.copyOf(sections);
        corrections = List.copyOf(corrections);
        taxes = List.copyOf(taxes);
        notes = List.copyOf(notes);
    }

    /**
     * What a minimum commitment adds.
     *
     * @param committed the minimum for the time it held
     * @param amount what usage falls short of it
     */
    public record MinimumPart(long committed, long amount, List<Step> steps) {

        public MinimumPart {
            steps = List.copyOf(steps);
        }
    }

    /** An amount with the document's currency. */
    public Money money(long minorUnits) {
        return new Money(minorUnits, Currency.getInstance(currency));
    }

    /** What it is called by: its number or, without one, its month. */
    public String title() {
        return number == null ? month.toString() : number;
    }
}
