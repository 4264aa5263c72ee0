package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads versions for the call path, for all tenants, as the worker role. */
final class FunctionLookup {

    private final JdbcClient jdbc;
    private final EnvironmentCipher cipher;

    FunctionLookup(JdbcClient workerJdbc, EnvironmentCipher cipher) {
        this.jdbc = workerJdbc;
        this.cipher = cipher;
    }

    /** @param number of the version, 0 for {@code $LATEST} */
    Optional<FunctionVersion> find(TenantId tenant, FunctionName name, int number) {
        return jdbc.sql("""
                select v.* from runtime_manager.function f
                join runtime_manager.function_version v on v.tenant_id = f.tenant_id and v.function_id = f.id
                where f.tenant_id = ? and f.name = ? and v.number = ?
                """)
                .params(tenant.value(), name.value(), number)
                .query((row, _) -> version(row, tenant, name))
                .optional();
    }

    /** Those of {@code revisions} that are deployed. */
    Set<UUID> deployed(Set<UUID> revisions) {
        return revisions.isEmpty()
                ? Set.of()
                : new HashSet<>(
                        jdbc.sql("select revision from runtime_manager.function_version where revision = any(?)")
                                .param(revisions.toArray(UUID[]::new))
                                .query(UUID.class)
                                .list());
    }

    private FunctionVersion version(ResultSet row, TenantId tenant, FunctionName name) throws SQLException {
        UUID function = row.getObject("function_id", UUID.class);
        int number = row.getInt("number");
        return new FunctionVersion(
                tenant,
                new FunctionId(function),
                name,
                number == VersionRow.LATEST ? FunctionVersion.LATEST : Integer.toString(number),
                row.getObject("revision", UUID.class),
                row.getString("runtime"),
                row.getString("handler"),
                new MemorySize(row.getInt("memory_mb")),
                Duration.ofMillis(row.getInt("timeout_ms")),
                cipher.open(tenant, function, row.getBytes("environment")),
                row.getString("code_digest"),
                row.getLong("code_size"),
                UrlAuth.valueOf(row.getString("url_auth")));
    }
}
