package io.millirun.portal.invoice;

import io.millirun.billing.document.DocumentFormat;
import io.millirun.billing.document.Documents;
import io.millirun.billing.invoice.CreditNotes;
import io.millirun.billing.invoice.Invoices;
import io.millirun.billing.invoice.IssuedInvoice;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageExport;
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
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** An invoice's files, as they were issued, and the usage that it covers; answered in the portal and to programs. */
@Component
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

    ResponseEntity<byte[]> pdf(TenantId tenant, UUID id) {
        return file(tenant, id, DocumentFormat.PDF);
    }

    ResponseEntity<byte[]> json(TenantId tenant, UUID id) {
        return file(tenant, id, DocumentFormat.JSON);
    }

    ResponseEntity<byte[]> csv(TenantId tenant, UUID id) {
        return file(tenant, id, DocumentFormat.CSV);
    }

    ResponseEntity<byte[]> creditNote(TenantId tenant, UUID id, UUID note) {
        find(tenant, id);
        CreditNotes.CreditNote found = creditNotes.of(tenant, id).stream()
                .filter(one -> one.id().equals(note))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return answer(
                documents.find(tenant, note, DocumentFormat.PDF).orElseThrow(), DocumentFormat.PDF, found.number());
    }

    void usageCsv(TenantId tenant, UUID id, HttpServletResponse response) throws IOException {
        IssuedInvoice invoice = begin(tenant, id, "text/csv", "csv", response);
        FunctionNames.Known names = functions.of(tenant);
        export.csv(export.billedIn(tenant, invoice.month()), names::called, response.getWriter());
    }

    void usageJsonLines(TenantId tenant, UUID id, HttpServletResponse response) throws IOException {
        IssuedInvoice invoice = begin(tenant, id, "application/jsonl", "jsonl", response);
        FunctionNames.Known names = functions.of(tenant);
        export.jsonLines(export.billedIn(tenant, invoice.month()), names::called, response.getWriter());
    }

    private IssuedInvoice begin(TenantId tenant, UUID id, String type, String extension, HttpServletResponse response) {
        IssuedInvoice invoice = find(tenant, id);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attached("usage-" + invoice.title() + "." + extension));
        return invoice;
    }

    private ResponseEntity<byte[]> file(TenantId tenant, UUID id, DocumentFormat format) {
        IssuedInvoice invoice = find(tenant, id);
        return answer(documents.find(tenant, id, format).orElseThrow(), format, invoice.title());
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

    private IssuedInvoice find(TenantId tenant, UUID id) {
        return invoices.find(tenant, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
