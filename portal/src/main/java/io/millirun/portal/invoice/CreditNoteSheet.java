package io.millirun.portal.invoice;

import io.millirun.billing.document.CreditNoteDocument;
import io.millirun.billing.document.Party;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.statement.MonthChoice;
import java.util.List;

/** A credit note as it is printed. */
record CreditNoteSheet(
        String number,
        String invoiceNumber,
        String invoiceIssuedOn,
        String month,
        String issuedOn,
        Party issuer,
        Party recipient,
        String reason,
        Figure net,
        List<InvoiceSheet.Tax> taxes,
        Figure total,
        List<String> notes) {

    static CreditNoteSheet of(CreditNoteDocument note) {
        return new CreditNoteSheet(
                note.number(),
                note.invoiceNumber(),
                InvoiceSheet.day(note.invoiceIssuedAt()),
                MonthChoice.title(note.month()),
                InvoiceSheet.day(note.issuedAt()),
                note.issuer(),
                note.recipient(),
                note.reason(),
                Figure.money(note.money(note.net())),
                note.taxes().stream()
                        .map(tax -> new InvoiceSheet.Tax(
                                tax.name() + " " + InvoiceSheet.percent(tax.percent()),
                                Figure.money(note.money(tax.taxable())),
                                Figure.money(note.money(tax.tax()))))
                        .toList(),
                Figure.money(note.money(note.total())),
                note.notes());
    }
}
