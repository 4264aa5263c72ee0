package io.millirun.runtimemanager.logs;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long each function's logs are kept and whether its events are. Runs where the current tenant is bound. */
public class LogSettingStore {

    private final JdbcClient jdbc;
    private final LogProperties properties;

    LogSettingStore(JdbcClient jdbc, LogProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /**
     * A function's choice.
     *
     * @param retentionDays days that its logs, and captured events, are kept
     * @param captureEvents whether its events are kept, so that calls can be run again
     */
    public record Choice(int retentionDays, boolean captureEvents) {}

    /** What holds for {@code function} now. */
    public Choice of(TenantId tenant, FunctionId function) {
        return jdbc.sql("""
                        select retention_days, capture_events from runtime_manager.log_setting
                        where tenant_id = ? and function_id = ?""")
                .params(tenant.value(), function.value())
                .query((row, _) -> new Choice(row.getInt(1), row.getBoolean(2)))
                .optional()
                .orElseGet(
                        () -> new Choice(Math.toIntExact(properties.retention().toDays()), false));
    }

    /** The longest that a function may keep its logs, in days. */
    public int longestDays() {
        return Math.toIntExact(properties.longestRetention().toDays());
    }

    /** Makes {@code choice} hold for {@code function} from now on. */
    public void choose(TenantId tenant, FunctionId function, Choice choice) {
        if (choice.retentionDays() < 1 || choice.retentionDays() > longestDays()) {
            throw new IllegalArgumentException("logs are kept from 1 to " + longestDays() + " days");
        }
        jdbc.sql("""
                        insert into runtime_manager.log_setting (tenant_id, function_id, retention_days, capture_events)
                        values (?, ?, ?, ?)
                        on conflict (tenant_id, function_id) do update
                          set retention_days = excluded.retention_days, capture_events = excluded.capture_events""")
                .params(tenant.value(), function.value(), choice.retentionDays(), choice.captureEvents())
                .update();
    }
}
