package io.millirun.runtimemanager.logs;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events that were kept for running calls again. Runs where the current tenant is bound. */
public class CapturedEvents {

    private final JdbcClient jdbc;
    private final EventCipher cipher;

    CapturedEvents(JdbcClient jdbc, EventCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    /** The event of one call in JSON; empty if it was not kept. */
    public Optional<String> find(TenantId tenant, FunctionId function, InvocationId id) {
        return jdbc.sql("""
                        select event from runtime_manager.captured_event
                        where tenant_id = ? and function_id = ? and day = ? and id = ?""")
                .params(
                        tenant.value(),
                        function.value(),
                        LocalDate.ofInstant(id.startedAt(), ZoneOffset.UTC),
                        id.value())
                .query((row, _) -> row.getBytes(1))
                .optional()
                .map(kept -> new String(cipher.open(tenant, id, kept), StandardCharsets.UTF_8));
    }
}
