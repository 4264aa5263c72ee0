package io.millirun.billing.profile;

/**
 * Who issues the invoices.
 *
 * @param prefix begins every document's number; one series of numbers for each
 * @param paymentInstructions printed on invoices, as a bank account
 * @param paymentDays days from an invoice's date until it is due
 */
public record Issuer(
        String prefix,
        String legalName,
        String email,
        Address address,
        String taxId,
        String paymentInstructions,
        int paymentDays) {

    public Issuer {
        if (!prefix.matches("[A-Z0-9]{1,8}") || paymentDays < 0 || paymentDays > 365) {
            throw new IllegalArgumentException(
                    "an issuer's prefix is 1 to 8 capital letters and digits, its payment days 0 to 365");
        }
    }
}
