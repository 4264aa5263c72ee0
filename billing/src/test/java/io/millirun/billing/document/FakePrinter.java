package io.millirun.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicInteger;

/** Prints a line that is another one each time, so that a document printed twice is seen. */
public final class FakePrinter implements DocumentPrinter {

    private final AtomicInteger printed = new AtomicInteger();

    @Override
    public byte[] print(InvoiceDocument invoice) {
        return ("%PDF " + invoice.title() + " print " + printed.incrementAndGet()).getBytes(UTF_8);
    }

    @Override
    public byte[] print(CreditNoteDocument creditNote) {
        return ("%PDF " + creditNote.number() + " print " + printed.incrementAndGet()).getBytes(UTF_8);
    }
}
