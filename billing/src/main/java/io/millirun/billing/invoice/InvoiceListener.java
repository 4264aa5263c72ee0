package io.millirun.billing.invoice;

/**
 * Is told of invoices, in the process where it happens, after it was committed. Whoever must not miss anything looks at
 * {@link Invoices#open()} from time to time besides.
 */
public interface InvoiceListener {

    /** It was issued, or stands differently than before. */
    void changed(IssuedInvoice invoice);
}
