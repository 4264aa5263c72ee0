package io.millirun.billing.suspension;

import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is due, from the invoices that are open. */
@Component
class ArrearsTable {

    private final JdbcClient worker;

    ArrearsTable(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /** What an organization owes on {@code today}; in the currency of its oldest due invoice. */
    Optional<Arrears> of(TenantId tenant, LocalDate today) {
        return worker.sql("""
                        with due as (
                          select i.due_on, i.issued_at, i.number, i.currency, s.outstanding_minor
                          from billing.invoice i
                          join billing.invoice_state s on s.tenant_id = i.tenant_id and s.invoice_id = i.id
                          where i.tenant_id = ? and s.state = 'open' and i.due_on < ?)
                        select oldest.due_on, oldest.number, oldest.currency,
                          (select sum(outstanding_minor) from due where due.currency = oldest.currency)::bigint as amount
                        from due oldest order by oldest.due_on, oldest.issued_at limit 1""")
                .params(tenant.value(), today)
                .query((row, _) -> arrears(row))
                .optional();
    }

    /** Organizations that owe something on {@code today}, or do not stand as if they never had. */
    Set<TenantId> concerned(LocalDate today) {
        return new HashSet<>(worker.sql("""
                        select i.tenant_id from billing.invoice i
                        join billing.invoice_state s on s.tenant_id = i.tenant_id and s.invoice_id = i.id
                        where s.state = 'open' and i.due_on < ?
                        union select tenant_id from billing.standing where state <> 'good'""")
                .param(today)
                .query((row, _) -> new TenantId(row.getObject(1, UUID.class)))
                .list());
    }

    private static Arrears arrears(ResultSet row) throws SQLException {
        return new Arrears(
                new Money(row.getLong("amount"), Currency.getInstance(row.getString("currency"))),
                row.getObject("due_on", LocalDate.class),
                row.getString("number"));
    }
}
