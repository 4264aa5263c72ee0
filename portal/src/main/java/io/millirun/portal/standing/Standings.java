package io.millirun.portal.standing;

import io.millirun.kernel.TenantId;
import io.millirun.portal.database.Changes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps the standing of organizations; a change counts in every process within a second. */
@Repository
public class Standings {

    static final String CHANNEL = "organization_limits";

    private final JdbcClient worker;
    private final Changes changes;
    private final Clock clock;

    Standings(@Qualifier("worker") JdbcClient worker, Changes changes, Clock clock) {
        this.worker = worker;
        this.changes = changes;
        this.clock = clock;
    }

    /** Where {@code organization} stands. */
    public OrganizationStanding of(TenantId organization) {
        return worker.sql("select * from portal.organization_limits where tenant_id = ?")
                .param(organization.value())
                .query((row, _) -> standing(row))
                .optional()
                .orElse(OrganizationStanding.NORMAL);
    }

    /** All that differ from the defaults. */
    Map<TenantId, OrganizationStanding> all() {
        return worker
                .sql("select * from portal.organization_limits")
                .query((row, _) -> Map.entry(new TenantId(row.getObject("tenant_id", UUID.class)), standing(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Sets the limits; null gives the platform's default back. */
    public void limit(
            TenantId organization,
            @Nullable Integer concurrency,
            @Nullable Integer functions,
            @Nullable Long codeBytes) {
        worker.sql("""
                        insert into portal.organization_limits (tenant_id, concurrency, functions, code_bytes, changed_at)
                        values (:tenant, :concurrency, :functions, :bytes, :now)
                        on conflict (tenant_id) do update set concurrency = excluded.concurrency,
                          functions = excluded.functions, code_bytes = excluded.code_bytes, changed_at = excluded.changed_at""")
                .param("tenant", organization.value())
                .param("concurrency", concurrency)
                .param("functions", functions)
                .param("bytes", codeBytes)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        changes.publish(CHANNEL, organization.toString());
    }

    /** Lets no call in any more; whether it was not suspended yet. */
    public boolean suspend(TenantId organization, String by, String reason) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean done = worker.sql("""
                        insert into portal.organization_limits as limits
                          (tenant_id, suspended_at, suspended_by, suspended_for, changed_at)
                        values (:tenant, :now, :by, :reason, :now)
                        on conflict (tenant_id) do update set suspended_at = excluded.suspended_at,
                          suspended_by = excluded.suspended_by, suspended_for = excluded.suspended_for,
                          changed_at = excluded.changed_at
                        where limits.suspended_at is null""")
                        .param("tenant", organization.value())
                        .param("now", now)
                        .param("by", by)
                        .param("reason", reason)
                        .update()
                == 1;
        changes.publish(CHANNEL, organization.toString());
        return done;
    }

    /** Lets calls in again; whether it was suspended. */
    public boolean resume(TenantId organization) {
        boolean done = worker.sql("""
                        update portal.organization_limits set suspended_at = null, suspended_by = null,
                          suspended_for = null, changed_at = ? where tenant_id = ? and suspended_at is not null""")
                        .params(Timestamp.from(clock.instant()), organization.value())
                        .update()
                == 1;
        changes.publish(CHANNEL, organization.toString());
        return done;
    }

    private static OrganizationStanding standing(ResultSet row) throws SQLException {
        Timestamp suspended = row.getTimestamp("suspended_at");
        return new OrganizationStanding(
                row.getObject("concurrency", Integer.class),
                row.getObject("functions", Integer.class),
                row.getObject("code_bytes", Long.class),
                suspended == null
                        ? null
                        : new OrganizationStanding.Suspension(
                                suspended.toInstant(), row.getString("suspended_by"), row.getString("suspended_for")));
    }
}
