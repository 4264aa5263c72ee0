package io.millirun.billing.profile;

import io.millirun.kernel.TenantId;

/**
 * Who an organization's invoices are made out to.
 *
 * @param email where invoices are sent; empty if only the portal shows them
 * @param taxId identity for VAT, GST or sales tax; empty for a private person
 * @param reference the customer's own, as a purchase order, printed on invoices; may be empty
 */
public record BillingProfile(
        TenantId tenant, String legalName, String email, Address address, String taxId, String reference) {

    /** What is known of an organization that told nothing: its name. */
    public static BillingProfile named(TenantId tenant, String name) {
        return new BillingProfile(tenant, name, "", Address.NONE, "", "");
    }
}
