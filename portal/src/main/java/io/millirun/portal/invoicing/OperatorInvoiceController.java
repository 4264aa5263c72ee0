package io.millirun.portal.invoicing;

import io.millirun.billing.document.DocumentFormat;
import io.millirun.billing.document.Documents;
import io.millirun.billing.invoice.CreditNotes;
import io.millirun.billing.invoice.Invoices;
import io.millirun.billing.invoice.IssuedInvoice;
import io.millirun.billing.invoice.Settlements;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.invoice.InvoiceRow;
import io.millirun.portal.invoice.InvoiceSheet;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One invoice in the operators' console: settled by hand, credited, given up. Every step is in the audit log. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/invoices/{organization}/{id}")
class OperatorInvoiceController {

    private final Invoices invoices;
    private final Documents documents;
    private final CreditNotes creditNotes;
    private final Settlements settlements;
    private final AuditLog audit;

    OperatorInvoiceController(
            Invoices invoices, Documents documents, CreditNotes creditNotes, Settlements settlements, AuditLog audit) {
        this.invoices = invoices;
        this.documents = documents;
        this.creditNotes = creditNotes;
        this.settlements = settlements;
        this.audit = audit;
    }

    @GetMapping
    String page(@PathVariable UUID organization, @PathVariable UUID id, Model model) {
        IssuedInvoice invoice = find(organization, id);
        model.addAttribute("invoice", InvoiceRow.of(invoice));
        model.addAttribute("rest", invoice.outstanding().amount().toPlainString());
        model.addAttribute("currency", invoice.total().currency().getCurrencyCode());
        model.addAttribute("creditNotes", creditNotes.of(invoice.tenant(), id));
        model.addAttribute(
                "sheet", InvoiceSheet.of(documents.invoice(invoice.tenant(), id).orElseThrow()));
        return "operator-invoice";
    }

    @GetMapping("/invoice.pdf")
    ResponseEntity<byte[]> pdf(@PathVariable UUID organization, @PathVariable UUID id) {
        IssuedInvoice invoice = find(organization, id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(invoice.title() + ".pdf")
                                .build()
                                .toString())
                .body(documents.find(invoice.tenant(), id, DocumentFormat.PDF).orElseThrow());
    }

    /** What an operator does to an invoice. */
    private interface Act {

        void on(IssuedInvoice invoice);
    }

    @PostMapping("/payment")
    String payment(
            Person person,
            @PathVariable UUID organization,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String reference,
            HttpServletRequest request,
            RedirectAttributes next) {
        return act(person, organization, id, "invoice.payment", reference, request, next, invoice -> {
            boolean counted = settlements.paymentReceived(
                    invoice.tenant(), id, money(amount, invoice), reference.strip(), "by hand, " + person.email());
            if (!counted) {
                throw new IllegalArgumentException("A payment with this reference was counted before.");
            }
        });
    }

    @PostMapping("/credit-note")
    String creditNote(
            Person person,
            @PathVariable UUID organization,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request,
            RedirectAttributes next) {
        return act(
                person,
                organization,
                id,
                "invoice.credit-note",
                reason,
                request,
                next,
                invoice -> creditNotes.issue(invoice.tenant(), id, money(amount, invoice), reason.strip()));
    }

    @PostMapping("/give-up")
    String giveUp(
            Person person,
            @PathVariable UUID organization,
            @PathVariable UUID id,
            HttpServletRequest request,
            RedirectAttributes next) {
        return act(
                person,
                organization,
                id,
                "invoice.give-up",
                "",
                request,
                next,
                invoice -> settlements.giveUp(invoice.tenant(), id, "given up by " + person.email()));
    }

    private String act(
            Person person,
            UUID organization,
            UUID id,
            String action,
            String detail,
            HttpServletRequest request,
            RedirectAttributes next,
            Act act) {
        IssuedInvoice invoice = find(organization, id);
        try {
            act.on(invoice);
            Actor actor = Actor.operator(person, request.getRemoteAddr());
            String subject = (invoice.title() + " " + detail).strip();
            CurrentTenant.run(invoice.tenant(), () -> audit.record(invoice.tenant(), actor, action, subject));
            next.addFlashAttribute("done", true);
        } catch (MillirunException refused) {
            next.addFlashAttribute("problem", refused.message());
        } catch (IllegalArgumentException refused) {
            next.addFlashAttribute("problem", refused.getMessage());
        }
        return "redirect:/operator/invoices/" + organization + "/" + id;
    }

    private static Money money(String amount, IssuedInvoice invoice) {
        Currency currency = invoice.total().currency();
        try {
            return new Money(
                    new BigDecimal(amount.strip())
                            .setScale(currency.getDefaultFractionDigits())
                            .unscaledValue()
                            .longValueExact(),
                    currency);
        } catch (ArithmeticException | NumberFormatException _) {
            throw new IllegalArgumentException(
                    "An amount looks like this: " + invoice.total().amount().toPlainString());
        }
    }

    private IssuedInvoice find(UUID organization, UUID id) {
        return invoices.find(new TenantId(organization), id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
