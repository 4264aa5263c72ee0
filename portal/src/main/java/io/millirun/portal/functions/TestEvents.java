package io.millirun.portal.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Events that developers keep to test a function with, by name. */
@Repository
class TestEvents {

    /** Most events of one function; a list, not an archive. */
    static final int MOST = 50;

    private final JdbcClient jdbc;
    private final Clock clock;

    TestEvents(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The names of the function's events, in their order. */
    @Transactional(readOnly = true)
    public List<String> names(TenantId tenant, FunctionId function) {
        return jdbc.sql("select name from portal.test_events where tenant_id = ? and function_id = ? order by name")
                .params(tenant.value(), function.value())
                .query(String.class)
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<String> find(TenantId tenant, FunctionId function, String name) {
        return jdbc.sql("select event from portal.test_events where tenant_id = ? and function_id = ? and name = ?")
                .params(tenant.value(), function.value(), name)
                .query(String.class)
                .optional();
    }

    /** Keeps {@code event} under {@code name}, over the one that had it. */
    @Transactional
    public void save(TenantId tenant, FunctionId function, String name, String event) {
        jdbc.sql("""
                        insert into portal.test_events (tenant_id, function_id, name, event, saved_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (tenant_id, function_id, name)
                        do update set event = excluded.event, saved_at = excluded.saved_at""")
                .params(tenant.value(), function.value(), name, event, Timestamp.from(clock.instant()))
                .update();
    }

    @Transactional
    public void remove(TenantId tenant, FunctionId function, String name) {
        jdbc.sql("delete from portal.test_events where tenant_id = ? and function_id = ? and name = ?")
                .params(tenant.value(), function.value(), name)
                .update();
    }
}
