package io.millirun.portal.invoice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millirun.billing.document.Documents;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.verify.Finding;
import io.millirun.billing.verify.InvoiceVerifier;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageExport;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Recomputes an invoice as anybody can with its files: exports its usage and gives both to the verifier. */
@Component
class InvoiceProof {

    private final Documents documents;
    private final UsageExport export;

    InvoiceProof(Documents documents, UsageExport export) {
        this.documents = documents;
        this.export = export;
    }

    /** What was recomputed; runs where the tenant is bound. */
    List<Finding> verify(TenantId tenant, UUID id) throws IOException {
        InvoiceDocument invoice = documents.invoice(tenant, id).orElseThrow();
        Path usage = Files.createTempFile("usage", ".jsonl");
        try {
            try (BufferedWriter out = Files.newBufferedWriter(usage, UTF_8)) {
                export.jsonLines(export.billedIn(tenant, invoice.month()), _ -> "", out);
            }
            try (BufferedReader in = Files.newBufferedReader(usage, UTF_8)) {
                return InvoiceVerifier.verify(invoice, in);
            }
        } finally {
            Files.delete(usage);
        }
    }
}
