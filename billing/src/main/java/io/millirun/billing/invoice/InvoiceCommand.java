package io.millirun.billing.invoice;

import io.millirun.billing.rating.Money;

/** What is to be done when an invoice changes its state. */
public sealed interface InvoiceCommand {

    /** Tell that the invoice was issued. */
    record AnnounceFinalized() implements InvoiceCommand {}

    /** Tell that the invoice is paid. */
    record AnnouncePaid() implements InvoiceCommand {}

    /** Tell that the invoice is to be paid again. */
    record AnnounceReopened() implements InvoiceCommand {}

    /** Keep what was paid beyond the invoice as a credit of the organization. */
    record OweBack(Money amount) implements InvoiceCommand {}
}
