package io.millirun.billing.invoice;

import io.millirun.kernel.TenantId;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The invoices and zero statements that were issued. Each look is for one tenant, or for the operator and jobs. */
@Component
public class Invoices {

    private final JdbcClient worker;

    Invoices(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /** An organization's, the latest month first. */
    public List<IssuedInvoice> of(TenantId tenant) {
        return worker.sql(InvoiceRows.SELECT + "where i.tenant_id = ? order by i.month desc")
                .param(tenant.value())
                .query((row, _) -> InvoiceRows.invoice(row))
                .list();
    }

    /** One of an organization's. */
    public Optional<IssuedInvoice> find(TenantId tenant, UUID id) {
        return worker.sql(InvoiceRows.SELECT + "where i.tenant_id = ? and i.id = ?")
                .params(tenant.value(), id)
                .query((row, _) -> InvoiceRows.invoice(row))
                .optional();
    }

    /** That of a month. */
    public Optional<IssuedInvoice> find(TenantId tenant, YearMonth month) {
        return worker.sql(InvoiceRows.SELECT + "where i.tenant_id = ? and i.month = ?")
                .params(tenant.value(), month.atDay(1))
                .query((row, _) -> InvoiceRows.invoice(row))
                .optional();
    }

    /** All of a month, in the order of their numbers, zero statements last. */
    public List<IssuedInvoice> in(YearMonth month) {
        return worker.sql(InvoiceRows.SELECT + "where i.month = ? order by i.issuer, i.year, i.sequence, i.recipient")
                .param(month.atDay(1))
                .query((row, _) -> InvoiceRows.invoice(row))
                .list();
    }

    /** All that are issued and not settled, oldest first: what a payment provider collects. */
    public List<IssuedInvoice> open() {
        return worker.sql(InvoiceRows.SELECT + "where s.state = 'open' order by i.issued_at, i.id")
                .query((row, _) -> InvoiceRows.invoice(row))
                .list();
    }
}
