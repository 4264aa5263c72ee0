package io.millirun.billing.invoice;

import io.millirun.billing.rating.Money;

/** What can happen to an invoice. Amounts are positive. */
public sealed interface InvoiceEvent {

    /**
     * It was issued.
     *
     * @param total with tax
     * @param credits what the organization's credits paid of it at once
     */
    record Finalized(Money total, Money credits) implements InvoiceEvent {}

    /** Money came, by hand or from a payment provider. */
    record PaymentReceived(Money amount) implements InvoiceEvent {}

    /** A payment was taken back: by its bank, or in a dispute. */
    record PaymentReversed(Money amount) implements InvoiceEvent {}

    /**
     * A credit note was issued.
     *
     * @param whole whether credit notes now cover the whole invoice
     */
    record Credited(Money amount, boolean whole) implements InvoiceEvent {}

    /** The operator no longer expects to be paid. */
    record GivenUp() implements InvoiceEvent {}
}
