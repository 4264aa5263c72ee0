package io.millirun.portal.invoice;

import io.millirun.billing.document.Documents;
import io.millirun.billing.invoice.CreditNotes;
import io.millirun.billing.invoice.Invoices;
import io.millirun.billing.invoice.IssuedInvoice;
import io.millirun.billing.statement.Statements;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** An organization's invoices: all of them, one of them with how each amount was reached, and its proof. */
@Controller
@Needs(Permission.READ_BILLING)
@RequestMapping("/invoices")
class InvoicesController {

    private final Invoices invoices;
    private final CreditNotes creditNotes;
    private final Documents documents;
    private final Statements statements;
    private final InvoiceProof proof;

    InvoicesController(
            Invoices invoices,
            CreditNotes creditNotes,
            Documents documents,
            Statements statements,
            InvoiceProof proof) {
        this.invoices = invoices;
        this.creditNotes = creditNotes;
        this.documents = documents;
        this.statements = statements;
        this.proof = proof;
    }

    @GetMapping
    String list(Member member, Model model) {
        model.addAttribute(
                "invoices",
                invoices.of(member.organization()).stream().map(InvoiceRow::of).toList());
        model.addAttribute(
                "running",
                Figure.money(statements.current(member.organization()).total()));
        return "invoices";
    }

    @GetMapping("/{id}")
    String one(Member member, @PathVariable UUID id, Model model) {
        IssuedInvoice invoice = find(member, id);
        model.addAttribute("invoice", InvoiceRow.of(invoice));
        model.addAttribute(
                "sheet",
                InvoiceSheet.of(documents.invoice(member.organization(), id).orElseThrow()));
        model.addAttribute("creditNotes", creditNotes.of(member.organization(), id));
        return "invoice";
    }

    /** Recomputes it from the usage records that are there now. */
    @PostMapping("/{id}/verify")
    String verify(Member member, @PathVariable UUID id, Model model) throws IOException {
        find(member, id);
        model.addAttribute("findings", proof.verify(member.organization(), id));
        return one(member, id, model);
    }

    private IssuedInvoice find(Member member, UUID id) {
        return invoices.find(member.organization(), id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
