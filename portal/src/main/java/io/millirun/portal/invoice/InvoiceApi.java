package io.millirun.portal.invoice;

import io.millirun.billing.invoice.CreditNotes;
import io.millirun.billing.invoice.Invoices;
import io.millirun.billing.invoice.IssuedInvoice;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Invoices for programs. Amounts are in minor units of the currency. */
@RestController
@Needs(Permission.READ_BILLING)
@RequestMapping("/api/v1/invoices")
@Tag(name = "Invoices", description = "Invoices and zero statements as they were issued, and where they stand")
class InvoiceApi {

    private final Invoices invoices;
    private final CreditNotes creditNotes;

    InvoiceApi(Invoices invoices, CreditNotes creditNotes) {
        this.invoices = invoices;
        this.creditNotes = creditNotes;
    }

    /**
     * An invoice or zero statement.
     *
     * @param number null for a zero statement
     * @param state {@code open}, {@code paid}, {@code nothingdue}, {@code cancelled} or {@code uncollectible}
     */
    record Invoice(
            UUID id,
            @Nullable String number,
            String month,
            String currency,
            long net,
            long tax,
            long total,
            long credits,
            long outstanding,
            String state,
            Instant issuedAt,
            LocalDate dueOn,
            long usageRecords,
            String usageDigest) {}

    /** A credit note. */
    record Note(UUID id, String number, long total, String reason, Instant issuedAt) {}

    @GetMapping
    @Operation(summary = "All invoices, the latest month first")
    List<Invoice> list(Caller caller) {
        return invoices.of(caller.tenant()).stream().map(InvoiceApi::invoice).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "An invoice; its content is at invoice.json, invoice.csv and invoice.pdf below this address")
    Invoice one(Caller caller, @PathVariable UUID id) {
        return invoices.find(caller.tenant(), id)
                .map(InvoiceApi::invoice)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @GetMapping("/{id}/credit-notes")
    @Operation(summary = "The credit notes that correct an invoice")
    List<Note> notes(Caller caller, @PathVariable UUID id) {
        one(caller, id);
        return creditNotes.of(caller.tenant(), id).stream()
                .map(note ->
                        new Note(note.id(), note.number(), note.total().minorUnits(), note.reason(), note.issuedAt()))
                .toList();
    }

    private static Invoice invoice(IssuedInvoice invoice) {
        return new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.month().toString(),
                invoice.total().currency().getCurrencyCode(),
                invoice.net().minorUnits(),
                invoice.tax().minorUnits(),
                invoice.total().minorUnits(),
                invoice.credited().minorUnits(),
                invoice.outstanding().minorUnits(),
                invoice.state().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                invoice.issuedAt(),
                invoice.dueOn(),
                invoice.usageRecords(),
                invoice.usageDigest());
    }
}
