package io.millirun.billing.document;

import io.millirun.kernel.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The bytes of what was issued, each stored once: whoever fetches them later gets the same ones. The PDF is printed after
 * the document was issued, from its content; of two that print it at once, one's bytes stay.
 */
@Component
public class Documents {

    private final JdbcClient worker;
    private final DocumentPrinter printer;
    private final Clock clock;

    Documents(@Qualifier("worker") JdbcClient worker, DocumentPrinter printer, Clock clock) {
        this.worker = worker;
        this.printer = printer;
        this.clock = clock;
    }

    /** A document that has no PDF yet. */
    public record Unprinted(TenantId tenant, UUID subject) {}

    /** Keeps a form of a document, in the transaction in progress; the first bytes stay. */
    public void keep(TenantId tenant, UUID subject, DocumentFormat format, byte[] content) {
        worker.sql("""
                        insert into billing.document (tenant_id, subject_id, format, content, sha256, stored_at)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        tenant.value(),
                        subject,
                        format.extension(),
                        content,
                        sha256(content),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The bytes of an organization's document; empty if it has no such document. The PDF is printed if it was not yet. */
    public Optional<byte[]> find(TenantId tenant, UUID subject, DocumentFormat format) {
        Optional<byte[]> stored = stored(tenant, subject, format);
        if (stored.isPresent() || format != DocumentFormat.PDF) {
            return stored;
        }
        return stored(tenant, subject, DocumentFormat.JSON).flatMap(json -> {
            keep(tenant, subject, DocumentFormat.PDF, print(json));
            return stored(tenant, subject, DocumentFormat.PDF);
        });
    }

    /** An invoice's content. */
    public Optional<InvoiceDocument> invoice(TenantId tenant, UUID invoice) {
        return stored(tenant, invoice, DocumentFormat.JSON).map(json -> DocumentJson.read(json, InvoiceDocument.class));
    }

    /** Documents without a PDF, oldest first. */
    public List<Unprinted> unprinted(int most) {
        return worker.sql("""
                        select tenant_id, subject_id from billing.document d
                        where format = 'json' and not exists (
                          select 1 from billing.document p
                          where p.tenant_id = d.tenant_id and p.subject_id = d.subject_id and p.format = 'pdf')
                        order by stored_at limit ?""")
                .param(most)
                .query((row, _) ->
                        new Unprinted(new TenantId(row.getObject(1, UUID.class)), row.getObject(2, UUID.class)))
                .list();
    }

    private byte[] print(byte[] json) {
        return DocumentJson.isCreditNote(json)
                ? printer.print(DocumentJson.read(json, CreditNoteDocument.class))
                : printer.print(DocumentJson.read(json, InvoiceDocument.class));
    }

    private Optional<byte[]> stored(TenantId tenant, UUID subject, DocumentFormat format) {
        return worker.sql("select content from billing.document where tenant_id = ? and subject_id = ? and format = ?")
                .params(tenant.value(), subject, format.extension())
                .query((row, _) -> row.getBytes(1))
                .optional();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
