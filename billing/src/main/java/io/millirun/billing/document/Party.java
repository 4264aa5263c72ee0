package io.millirun.billing.document;

import io.millirun.billing.profile.BillingProfile;
import io.millirun.billing.profile.Issuer;
import java.util.List;

/**
 * Somebody on a document.
 *
 * @param address as it is printed, line by line
 * @param country ISO 3166 code of two letters; may be empty, as all that follows
 */
public record Party(String name, List<String> address, String country, String taxId, String email) {

    public Party {
        address = List.copyOf(address);
    }

    /** Who issues it. */
    public static Party of(Issuer issuer) {
        return new Party(
                issuer.legalName(),
                issuer.address().lines(),
                issuer.address().country(),
                issuer.taxId(),
                issuer.email());
    }

    /** Whom it is made out to. */
    public static Party of(BillingProfile profile) {
        return new Party(
                profile.legalName(),
                profile.address().lines(),
                profile.address().country(),
                profile.taxId(),
                profile.email());
    }
}
