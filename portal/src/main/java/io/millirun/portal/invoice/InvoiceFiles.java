package io.millirun.portal.invoice;

import io.millirun.billing.document.DocumentFormat;
import io.millirun.billing.document.Documents;
import io.millirun.billing.invoice.CreditNotes;
import io.millirun.billing.invoice.Invoices;
import io.millirun.billing.invoice.IssuedInvoice;
import io.millirun.metering.ledger.UsageExport;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.statement.FunctionNames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** An invoice's files, as they were issued, and the usage that it covers; in the portal and for programs. */
@Controller
@Needs(Permission.READ_BILLING)
@RequestMapping({"/invoices/{id}", "/api/v1/invoices/{id}"})
class InvoiceFiles {

    private final Invoices invoices;
    private final CreditNotes creditNotes;
    private final Documents documents;
    private final UsageExport export;
    private final FunctionNames functions;

    InvoiceFiles(
            Invoices invoices,
            CreditNotes creditNotes,
            Documents documents,
            UsageExport export,
            FunctionNames functions) {
        this.invoices = invoices;
        this.creditNotes = creditNotes;
        this.documents = documents;
        this.export = export;
        this.functions = functions;
    }

    @GetMapping("/invoice.pdf")
    ResponseEntity<byte[]> pdf(Member member, @PathVariable UUID id) {
        return file(member, id, DocumentFormat.PDF);
    }

    @GetMapping("/invoice.json")
    ResponseEntity<byte[]> json(Member member, @PathVariable UUID id) {
        return file(member, id, DocumentFormat.JSON);
    }

    @GetMapping("/invoice.csv")
    ResponseEntity<byte[]> csv(Member member, @PathVariable UUID id) {
        return file(member, id, DocumentFormat.CSV);
    }

    @GetMapping("/credit-notes/{note}/credit-note.pdf")
    ResponseEntity<byte[]> creditNote(Member member, @PathVariable UUID id, @PathVariable UUID note) {
        find(member, id);
        CreditNotes.CreditNote found = creditNotes.of(member.organization(), id).stream()
                .filter(one -> one.id().equals(note))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return answer(
                documents.find(member.organization(), note, DocumentFormat.PDF).orElseThrow(),
                DocumentFormat.PDF,
                found.number());
    }

    @GetMapping("/usage.csv")
    void usageCsv(Member member, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        IssuedInvoice invoice = begin(member, id, "text/csv", "csv", response);
        FunctionNames.Known names = functions.of(member.organization());
        export.csv(
                export.billedIn(member.organization(), invoice.month()),
                function -> names.name(function).orElse(""),
                response.getWriter());
    }

    @GetMapping("/usage.jsonl")
    void usageJsonLines(Member member, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        IssuedInvoice invoice = begin(member, id, "application/jsonl", "jsonl", response);
        FunctionNames.Known names = functions.of(member.organization());
        export.jsonLines(
                export.billedIn(member.organization(), invoice.month()),
                function -> names.name(function).orElse(""),
                response.getWriter());
    }

    private IssuedInvoice begin(Member member, UUID id, String type, String extension, HttpServletResponse response) {
        IssuedInvoice invoice = find(member, id);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attached("usage-" + invoice.title() + "." + extension));
        return invoice;
    }

    private ResponseEntity<byte[]> file(Member member, UUID id, DocumentFormat format) {
        IssuedInvoice invoice = find(member, id);
        return answer(documents.find(member.organization(), id, format).orElseThrow(), format, invoice.title());
    }

    private static ResponseEntity<byte[]> answer(byte[] content, DocumentFormat format, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(format.mediaType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, attached(name + "." + format.extension()))
                .body(content);
    }

    private static String attached(String name) {
        return ContentDisposition.attachment().filename(name).build().toString();
    }

    private IssuedInvoice find(Member member, UUID id) {
        return invoices.find(member.organization(), id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
