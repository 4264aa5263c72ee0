package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads versions for the call path, for all tenants, as the worker role. */
final class FunctionLookup {

    private final JdbcClient jdbc;
    private final EnvironmentCipher cipher;

    FunctionLookup(JdbcClient workerJdbc, EnvironmentCipher cipher) {
        this.jdbc = workerJdbc;
        this.cipher = cipher;
    }

    /** @param qualifier alias or a version's number; empty for {@code $LATEST} */
    Optional<Resolution> find(TenantId tenant, FunctionName name, String qualifier) {
        // The state is read first: what changes afterwards changes the state too, and is noticed by it.
        return jdbc.sql("""
                select f.id, f.state, f.reserved_concurrency, f.recursive_loop, a.version, a.additional_version, a.additional_weight,
                       a.name as alias, u.auth, u.cors, u.invoke_mode, u.figures
                from runtime_manager.function f
                left join runtime_manager.function_alias a
                    on a.tenant_id = f.tenant_id and a.function_id = f.id and a.name = :qualifier
                left join runtime_manager.function_url u
                    on u.tenant_id = f.tenant_id and u.function_id = f.id and u.qualifier = :qualifier
                where f.tenant_id = :tenant and f.name = :name
                """)
                .param("tenant", tenant.value())
                .param("name", name.value())
                .param("qualifier", qualifier)
                .query((row, _) -> new Asked(tenant, name, qualifier, row))
                .optional()
                .flatMap(this::resolve);
    }

    private Optional<Resolution> resolve(Asked asked) {
        if (asked.number < 0) {
            return Optional.empty();
        }
        Optional<FunctionVersion> first = version(asked, asked.number);
        Integer additional = asked.additional;
        Optional<FunctionVersion> second = additional == null ? Optional.empty() : version(asked, additional);
        return first.map(found -> new Resolution(asked.state, found, second.orElse(null), asked.share));
    }

    private Optional<FunctionVersion> version(Asked asked, int number) {
        return jdbc.sql("select * from runtime_manager.function_version"
                        + " where tenant_id = ? and function_id = ? and number = ?")
                .params(asked.tenant.value(), asked.function, number)
                .query((row, _) -> version(row, asked))
                .optional();
    }

    /** Whose the URL with this opaque id is. */
    Optional<UrlOwner> owner(String urlId) {
        return jdbc.sql("""
                select f.tenant_id, f.name, f.state, u.qualifier from runtime_manager.function_url u
                join runtime_manager.function f on f.tenant_id = u.tenant_id and f.id = u.function_id
                where u.url_id = ?
                """)
                .param(urlId)
                .query((row, _) -> new UrlOwner(
                        row.getObject("state", UUID.class),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new FunctionName(row.getString("name")),
                        row.getString("qualifier")))
                .optional();
    }

    /** What a function runs; empty if it cannot be called, or runs an image. */
    Optional<DeployedCode> code(TenantId tenant, FunctionId function) {
        return jdbc.sql("""
                select code_digest, layer_digests from runtime_manager.function_version
                where tenant_id = ? and function_id = ? and number = 0 and phase = 'ACTIVE' and image_uri is null
                """)
                .params(tenant.value(), function.value())
                .query((row, _) -> new DeployedCode(tenant, row.getString("code_digest"), List.of((String[])
                        row.getArray("layer_digests").getArray())))
                .optional();
    }

    /** Those of {@code revisions} that are deployed. */
    Set<UUID> deployed(Set<UUID> revisions) {
        return present("select revision from runtime_manager.function_version where revision = any(?)", revisions);
    }

    /** Those of {@code states} that functions are in. */
    Set<UUID> current(Set<UUID> states) {
        return present("select state from runtime_manager.function where state = any(?)", states);
    }

    private Set<UUID> present(String question, Set<UUID> ids) {
        return ids.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql(question)
                        .param(ids.toArray(UUID[]::new))
                        .query(UUID.class)
                        .list());
    }

    private FunctionVersion version(ResultSet row, Asked asked) throws SQLException {
        return new FunctionVersion(
                asked.tenant,
                new FunctionId(asked.function),
                asked.name,
                VersionRow.label(row.getInt("number")),
                asked.qualifier,
                row.getObject("revision", UUID.class),
                row.getString("runtime"),
                row.getString("handler"),
                new MemorySize(row.getInt("memory_mb")),
                Duration.ofMillis(row.getInt("timeout_ms")),
                cipher.open(asked.tenant, asked.function, row.getBytes("environment")),
                row.getString("image_uri"),
                row.getString("code_digest"),
                row.getLong("code_size"),
                StoredJson.read(row.getString("options"), FunctionOptions.class),
                new VersionState(
                        VersionState.Phase.valueOf(row.getString("phase")),
                        row.getString("phase_code"),
                        row.getString("phase_reason"),
                        VersionState.Update.valueOf(row.getString("last_update")),
                        row.getString("last_update_code"),
                        row.getString("last_update_reason")),
                asked.url,
                asked.reserved,
                asked.mayLoop);
    }

    /** A function, and what a qualifier means for it; the number is negative if it means nothing. */
    private static final class Asked {

        private final TenantId tenant;
        private final FunctionName name;
        private final String qualifier;
        private final UUID function;
        private final UUID state;
        private final @Nullable Integer reserved;
        private final boolean mayLoop;
        private final int number;
        private final @Nullable Integer additional;
        private final double share;
        private final FunctionUrl url;

        Asked(TenantId tenant, FunctionName name, String qualifier, ResultSet row) throws SQLException {
            this.tenant = tenant;
            this.name = name;
            this.qualifier = qualifier;
            this.function = row.getObject("id", UUID.class);
            this.state = row.getObject("state", UUID.class);
            this.reserved = row.getObject("reserved_concurrency", Integer.class);
            this.mayLoop = row.getString("recursive_loop").equals("Allow");
            this.additional = row.getObject("additional_version", Integer.class);
            this.share = row.getDouble("additional_weight");
            this.url = url(row);
            if (row.getString("alias") != null) {
                this.number = row.getInt("version");
            } else if (qualifier.isEmpty()) {
                this.number = VersionRow.LATEST;
            } else {
                this.number = PublishedVersions.isNumber(qualifier) ? Integer.parseInt(qualifier) : -1;
            }
        }

        private static FunctionUrl url(ResultSet row) throws SQLException {
            String auth = row.getString("auth");
            String cors = row.getString("cors");
            return auth == null
                    ? FunctionUrl.UNCONFIGURED
                    : new FunctionUrl(
                            UrlAuth.valueOf(auth),
                            cors == null ? null : StoredJson.read(cors, UrlCors.class),
                            InvokeMode.valueOf(row.getString("invoke_mode")),
                            row.getBoolean("figures"));
        }
    }
}
