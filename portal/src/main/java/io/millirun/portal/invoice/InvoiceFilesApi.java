package io.millirun.portal.invoice;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The files of an invoice for programs. */
@RestController
@Needs(Permission.READ_BILLING)
@RequestMapping("/api/v1/invoices/{id}")
@Tag(name = "Invoices")
class InvoiceFilesApi {

    private final InvoiceFiles files;

    InvoiceFilesApi(InvoiceFiles files) {
        this.files = files;
    }

    @GetMapping("/invoice.pdf")
    @Operation(summary = "An invoice as PDF, as it was issued")
    ResponseEntity<byte[]> pdf(Caller caller, @PathVariable UUID id) {
        return files.pdf(caller.tenant(), id);
    }

    @GetMapping("/invoice.json")
    @Operation(summary = "An invoice as JSON, as it was issued, with the prices it was rated by")
    ResponseEntity<byte[]> json(Caller caller, @PathVariable UUID id) {
        return files.json(caller.tenant(), id);
    }

    @GetMapping("/invoice.csv")
    @Operation(summary = "An invoice's lines as CSV, as they were issued")
    ResponseEntity<byte[]> csv(Caller caller, @PathVariable UUID id) {
        return files.csv(caller.tenant(), id);
    }

    @GetMapping("/credit-notes/{note}/credit-note.pdf")
    @Operation(summary = "A credit note as PDF, as it was issued")
    ResponseEntity<byte[]> creditNote(Caller caller, @PathVariable UUID id, @PathVariable UUID note) {
        return files.creditNote(caller.tenant(), id, note);
    }

    @GetMapping("/usage.csv")
    @Operation(summary = "The usage records that an invoice covers, as CSV")
    void usageCsv(Caller caller, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        files.usageCsv(caller.tenant(), id, response);
    }

    @GetMapping("/usage.jsonl")
    @Operation(summary = "The usage records that an invoice covers, a JSON object a line")
    void usageJsonLines(Caller caller, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        files.usageJsonLines(caller.tenant(), id, response);
    }
}
