package io.millirun.billing.document;

/** Port to the pages: prints what was issued as PDF, from its content alone. */
public interface DocumentPrinter {

    /** An invoice or zero statement. */
    byte[] print(InvoiceDocument invoice);

    /** A credit note. */
    byte[] print(CreditNoteDocument creditNote);
}
