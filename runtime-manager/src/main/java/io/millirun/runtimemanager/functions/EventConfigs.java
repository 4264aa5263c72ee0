package io.millirun.runtimemanager.functions;

import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The configuration of functions' events, by version and alias. */
public final class EventConfigs {

    private final FunctionStore store;

    EventConfigs(FunctionStore store) {
        this.store = store;
    }

    /**
     * All configurations of a function.
     *
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public List<EventConfig> list(TenantId tenant, FunctionName name) {
        return store.inTransaction(() -> {
            UUID function = store.existing(tenant, name).id();
            return store.jdbc()
                    .sql("select * from runtime_manager.function_event_config"
                            + " where tenant_id = ? and function_id = ? order by qualifier")
                    .params(tenant.value(), function)
                    .query((row, _) -> config(row, name))
                    .list();
        });
    }

    /**
     * The configuration of a version or alias; empty if there is none.
     *
     * @param qualifier empty for {@code $LATEST}
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public Optional<EventConfig> find(TenantId tenant, FunctionName name, String qualifier) {
        return store.inTransaction(
                () -> find(store.jdbc(), tenant, store.existing(tenant, name).id(), name, qualifier));
    }

    /** The same without a look at the function, for whoever carries events out, with a client of theirs. */
    public static Optional<EventConfig> find(
            JdbcClient jdbc, TenantId tenant, UUID function, FunctionName name, String qualifier) {
        return jdbc.sql("select * from runtime_manager.function_event_config"
                        + " where tenant_id = ? and function_id = ? and qualifier = ?")
                .params(tenant.value(), function, qualifier)
                .query((row, _) -> config(row, name))
                .optional();
    }

    /**
     * Sets the configuration of a version or alias, whatever was there.
     *
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public EventConfig put(TenantId tenant, EventConfig config) {
        return store.inTransaction(() -> {
            UUID function = store.existing(tenant, config.function()).id();
            Timestamp now = Timestamp.from(store.now());
            store.jdbc()
                    .sql("""
                            insert into runtime_manager.function_event_config values (?, ?, ?, ?, ?, ?, ?, ?)
                            on conflict (tenant_id, function_id, qualifier) do update
                            set max_retries = excluded.max_retries, max_age_seconds = excluded.max_age_seconds,
                                on_success = excluded.on_success, on_failure = excluded.on_failure,
                                modified_at = excluded.modified_at
                            """)
                    .param(tenant.value())
                    .param(function)
                    .param(config.qualifier())
                    .param(config.maxRetries())
                    .param(config.maxAgeSeconds())
                    .param(config.onSuccess())
                    .param(config.onFailure())
                    .param(now)
                    .update();
            store.tell(tenant, function);
            return find(tenant, config.function(), config.qualifier()).orElseThrow();
        });
    }

    /**
     * Removes the configuration of a version or alias.
     *
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function or configuration
     */
    public void delete(TenantId tenant, FunctionName name, String qualifier) {
        store.inTransaction(() -> {
            UUID function = store.existing(tenant, name).id();
            int removed = store.jdbc()
                    .sql("delete from runtime_manager.function_event_config"
                            + " where tenant_id = ? and function_id = ? and qualifier = ?")
                    .params(tenant.value(), function, qualifier)
                    .update();
            if (removed == 0) {
                throw FunctionStore.notFound("The function " + name + (qualifier.isEmpty() ? "" : ":" + qualifier)
                        + " doesn't have an EventInvokeConfig");
            }
            store.tell(tenant, function);
            return name;
        });
    }

    private static EventConfig config(ResultSet row, FunctionName name) throws SQLException {
        return new EventConfig(
                name,
                row.getString("qualifier"),
                row.getObject("max_retries", Integer.class),
                row.getObject("max_age_seconds", Integer.class),
                row.getString("on_success"),
                row.getString("on_failure"),
                row.getTimestamp("modified_at").toInstant());
    }
}
