package io.millirun.billing.invoice;

import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.BilledTotals;
import io.millirun.metering.ledger.UsageTotals;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Compares what was metered for a month, what its invoices charge for, and what the ledger says of them. */
@Component
public class Reconciliation {

    private final BilledTotals totals;
    private final JdbcClient worker;

    Reconciliation(BilledTotals totals, @Qualifier("worker") JdbcClient worker) {
        this.totals = totals;
        this.worker = worker;
    }

    /**
     * An organization's figures of a month.
     *
     * @param number of the invoice; null for a zero statement, or where there is none
     * @param invoiced whether there is an invoice or a zero statement
     * @param ledgerMinor what the ledger has the organization owe for it
     */
    public record Row(
            TenantId tenant,
            @Nullable String number,
            boolean invoiced,
            long meteredRequests,
            long invoicedRequests,
            long meteredMbMs,
            long invoicedMbMs,
            long totalMinor,
            long ledgerMinor) {

        /** Whether all three agree. */
        public boolean agrees() {
            return invoiced
                    && meteredRequests == invoicedRequests
                    && meteredMbMs == invoicedMbMs
                    && totalMinor == ledgerMinor;
        }
    }

    /** A row for each organization that has usage or an invoice, those that disagree first. */
    public List<Row> of(YearMonth month) {
        Map<TenantId, UsageTotals> metered = new HashMap<>(totals.in(month));
        List<Row> rows = new ArrayList<>(worker.sql("""
            select i.*, coalesce((
              select sum(e.amount_minor) from billing.ledger_transaction t
              join billing.ledger_entry e on e.tenant_id = t.tenant_id and e.transaction_id = t.id
              where t.tenant_id = i.tenant_id and t.invoice_id = i.id and t.kind = 'invoice'
                and e.account = 'receivable'), 0) as ledger_minor
            from billing.invoice i where i.month = ?\
            """)
                .param(month.atDay(1))
                .query((row, _) -> {
                    TenantId tenant = new TenantId(row.getObject("tenant_id", UUID.class));
                    UsageTotals used = metered.getOrDefault(tenant, UsageTotals.ZERO);
                    return new Row(
                            tenant,
                            row.getString("number"),
                            true,
                            used.requests(),
                            row.getLong("requests"),
                            used.mbMs(),
                            row.getLong("mb_ms"),
                            row.getLong("total_minor"),
                            row.getLong("ledger_minor"));
                })
                .list());
        rows.forEach(row -> metered.remove(row.tenant()));
        metered.forEach(
                (tenant, used) -> rows.add(new Row(tenant, null, false, used.requests(), 0, used.mbMs(), 0, 0, 0)));
        return rows.stream()
                .sorted(java.util.Comparator.comparing(Row::agrees)
                        .thenComparing(row -> row.number() == null ? "~" : row.number()))
                .toList();
    }
}
