package io.millirun.billing.spend;

import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The caps of all organizations, as the call path's processes read them. */
@Component
class CapTable {

    static final String CHANNEL = "spend_caps";

    private static final int ALIVE_SECONDS = 20;
    private static final int LONGEST_ARMING_SECONDS = 60;

    private final JdbcClient worker;

    CapTable(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    List<SpendCap> all() {
        return worker.sql("select * from billing.spend_cap")
                .query((row, _) -> cap(row))
                .list();
    }

    List<SpendCap> unarmed() {
        return worker.sql("select * from billing.spend_cap where not armed")
                .query((row, _) -> cap(row))
                .list();
    }

    List<SpendCap> of(TenantId tenant) {
        return worker.sql("select * from billing.spend_cap where tenant_id = ? order by scope")
                .param(tenant.value())
                .query((row, _) -> cap(row))
                .list();
    }

    /** The cap, locked against everybody else who decides about it until the transaction in progress ends. */
    Optional<SpendCap> locked(Scope scope) {
        return worker.sql("select * from billing.spend_cap where tenant_id = ? and scope = ? for no key update")
                .params(scope.tenant().value(), scope.key())
                .query((row, _) -> cap(row))
                .optional();
    }

    /** Sets or changes a cap. */
    void put(Scope scope, Money amount) {
        worker.sql("""
                        insert into billing.spend_cap (tenant_id, scope, amount, currency, set_at, changed_at)
                        values (?, ?, ?, ?, clock_timestamp(), clock_timestamp())
                        on conflict (tenant_id, scope) do update
                        set amount = excluded.amount, currency = excluded.currency, changed_at = excluded.changed_at""")
                .params(
                        scope.tenant().value(),
                        scope.key(),
                        amount.minorUnits(),
                        amount.currency().getCurrencyCode())
                .update();
        publish(scope.tenant());
    }

    void remove(Scope scope) {
        worker.sql("delete from billing.spend_cap where tenant_id = ? and scope = ?")
                .params(scope.tenant().value(), scope.key())
                .update();
        publish(scope.tenant());
    }

    /** The process of {@code spool} counts for the cap; arms it if it was the last one. */
    void acknowledge(Scope scope, UUID spool) {
        worker.sql("""
                        insert into billing.spend_ack (tenant_id, scope, spool)
                        select tenant_id, scope, ? from billing.spend_cap where tenant_id = ? and scope = ?
                        on conflict do nothing""").params(spool, scope.tenant().value(), scope.key()).update();
    }

    /** Arms the cap once all processes that live count for it. */
    void arm(Scope scope) {
        int armed = worker.sql("""
                        update billing.spend_cap c set armed = true
                        where tenant_id = :tenant and scope = :scope and not armed
                          and (c.set_at < now() - make_interval(secs => :longest) or not exists (
                            select 1 from billing.spend_node n
                            where n.seen_at > now() - make_interval(secs => :alive)
                              and n.booted_at < c.set_at + interval '5 seconds'
                              and not exists (
                                select 1 from billing.spend_ack a
                                where a.tenant_id = c.tenant_id and a.scope = c.scope and a.spool = n.spool)))""")
                .param("tenant", scope.tenant().value())
                .param("scope", scope.key())
                .param("longest", LONGEST_ARMING_SECONDS)
                .param("alive", ALIVE_SECONDS)
                .update();
        if (armed > 0) {
            publish(scope.tenant());
        }
    }

    private void publish(TenantId tenant) {
        worker.sql("select pg_notify(?, ?)")
                .params(CHANNEL, tenant.toString())
                .query((_, _) -> true)
                .single();
    }

    private static SpendCap cap(ResultSet row) throws SQLException {
        return new SpendCap(
                Scope.of(row.getObject("tenant_id", UUID.class), row.getObject("scope", UUID.class)),
                new Money(row.getLong("amount"), Currency.getInstance(row.getString("currency"))),
                row.getBoolean("armed"),
                row.getObject("set_at", OffsetDateTime.class).toInstant());
    }
}
