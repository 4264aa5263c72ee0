package io.millirun.billing;

import io.millirun.billing.profile.Address;
import java.time.Duration;
import java.util.Currency;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of billing.
 *
 * @param currency ISO 4217 code of the currency that the first rate card is written in; later it is the rate card's
 * @param closeAfter how long after its end a UTC month is closed and invoiced; usage that arrives later becomes a
 *     correction on the next invoice
 * @param runInterval how often it is looked whether a month is to be invoiced
 * @param issuer who issues the invoices, until the operator says so in the console
 */
@ConfigurationProperties("millirun.billing")
public record BillingProperties(
        @DefaultValue("USD") Currency currency,
        @DefaultValue("2h") Duration closeAfter,
        @DefaultValue("5m") Duration runInterval,
        @DefaultValue Issuer issuer) {

    public BillingProperties {
        if (closeAfter.isNegative() || closeAfter.compareTo(Duration.ofDays(20)) > 0) {
            throw new IllegalArgumentException("millirun.billing.close-after: between 0 and 20 days");
        }
        if (runInterval.toSeconds() < 1) {
            throw new IllegalArgumentException("millirun.billing.run-interval: at least one second");
        }
    }

    /** Settings in one currency, all else by default. */
    public static BillingProperties in(Currency currency) {
        return new BillingProperties(currency, Duration.ofHours(2), Duration.ofMinutes(5), Issuer.DEFAULT);
    }

    /**
     * Who issues the invoices.
     *
     * @param prefix begins every document's number: 1 to 8 capital letters and digits
     * @param legalName name of the company
     * @param email where questions go
     * @param line1 first line of the address
     * @param line2 second line of the address
     * @param postalCode postal code
     * @param city town
     * @param region state or province
     * @param country ISO 3166 code of two letters
     * @param taxId identity for VAT, GST or sales tax
     * @param paymentInstructions printed on invoices, as a bank account
     * @param paymentDays days until an invoice is due
     */
    public record Issuer(
            @DefaultValue("MR") String prefix,
            @DefaultValue("Millirun operator") String legalName,
            @DefaultValue("") String email,
            @DefaultValue("") String line1,
            @DefaultValue("") String line2,
            @DefaultValue("") String postalCode,
            @DefaultValue("") String city,
            @DefaultValue("") String region,
            @DefaultValue("") String country,
            @DefaultValue("") String taxId,
            @DefaultValue("") String paymentInstructions,
            @DefaultValue("14") int paymentDays) {

        private static final Issuer DEFAULT =
                new Issuer("MR", "Millirun operator", "", "", "", "", "", "", "", "", "", 14);

        /** The same as documents carry it. */
        public io.millirun.billing.profile.Issuer issuer() {
            return new io.millirun.billing.profile.Issuer(
                    prefix,
                    legalName,
                    email,
                    new Address(line1, line2, postalCode, city, region, country),
                    taxId,
                    paymentInstructions,
                    paymentDays);
        }
    }
}
