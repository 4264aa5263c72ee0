package io.millirun.portal.invoice;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The files of an invoice's page. */
@Controller
@Needs(Permission.READ_BILLING)
@RequestMapping("/invoices/{id}")
class InvoiceFilesController {

    private final InvoiceFiles files;

    InvoiceFilesController(InvoiceFiles files) {
        this.files = files;
    }

    @GetMapping("/invoice.pdf")
    ResponseEntity<byte[]> pdf(Member member, @PathVariable UUID id) {
        return files.pdf(member.organization(), id);
    }

    @GetMapping("/invoice.json")
    ResponseEntity<byte[]> json(Member member, @PathVariable UUID id) {
        return files.json(member.organization(), id);
    }

    @GetMapping("/invoice.csv")
    ResponseEntity<byte[]> csv(Member member, @PathVariable UUID id) {
        return files.csv(member.organization(), id);
    }

    @GetMapping("/credit-notes/{note}/credit-note.pdf")
    ResponseEntity<byte[]> creditNote(Member member, @PathVariable UUID id, @PathVariable UUID note) {
        return files.creditNote(member.organization(), id, note);
    }

    @GetMapping("/usage.csv")
    void usageCsv(Member member, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        files.usageCsv(member.organization(), id, response);
    }

    @GetMapping("/usage.jsonl")
    void usageJsonLines(Member member, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        files.usageJsonLines(member.organization(), id, response);
    }
}
