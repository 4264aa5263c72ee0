package io.millirun.portal.audit;

import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Records acts in the transaction that carries them out; entries are never changed. */
@Repository
public class AuditLog {

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Adds an entry; {@code tenant} must be the current tenant.
     *
     * @param action what was done, as {@code access-key.create}
     * @param subject what it was done to, in words that stay meaningful after it is gone; no secret
     */
    public void record(TenantId tenant, Actor actor, String action, String subject) {
        jdbc.sql("""
                        insert into portal.audit_log
                            (tenant_id, id, at, actor_kind, actor_id, actor_name, address, action, subject)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(tenant.value())
                .param(Uuid7.next())
                .param(Timestamp.from(clock.instant()))
                .param(actor.kind().name())
                .param(actor.id())
                .param(actor.name())
                .param(actor.address())
                .param(action)
                .param(subject)
                .update();
    }
}
