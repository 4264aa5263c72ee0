package io.millirun.runtimemanager.code;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps packages as rows; see {@code docs/decisions/0001-code-packages-in-postgresql.md}. */
final class PostgresPackages implements PackageStore {

    private static final int PIECE = 1 << 20;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final ToLongFunction<TenantId> organizationBytes;
    private final long allBytes;

    /**
     * Keeps packages within limits.
     *
     * @param organizationBytes most that one organization keeps
     * @param allBytes most that all keep together; 0 for no limit
     */
    PostgresPackages(DataSource dataSource, Clock clock, ToLongFunction<TenantId> organizationBytes, long allBytes) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.clock = clock;
        this.organizationBytes = organizationBytes;
        this.allBytes = allBytes;
    }

    PostgresPackages(DataSource dataSource, Clock clock) {
        this(dataSource, clock, _ -> Long.MAX_VALUE, 0);
    }

    @Override
    public void put(TenantId tenant, CodePackage code) throws IOException {
        if (has(tenant, code.digest())) {
            return; // Only saves sending it again: the key decides.
        }
        checkRoom(tenant, code);
        try (InputStream content = Files.newInputStream(code.file())) {
            jdbc.update("""
                    insert into runtime_manager.code_package
                        (tenant_id, digest, size, unpacked_size, content, created_at)
                    values (?, ?, ?, ?, ?, ?) on conflict do nothing
                    """, insert -> {
                insert.setObject(1, tenant.value());
                insert.setString(2, code.digest());
                insert.setLong(3, code.size());
                insert.setLong(4, code.unpackedSize());
                insert.setBinaryStream(5, content, code.size());
                insert.setTimestamp(6, Timestamp.from(clock.instant()));
            });
        }
    }

    private void checkRoom(TenantId tenant, CodePackage code) {
        Long kept = jdbc.queryForObject(
                "select coalesce(sum(size), 0)::bigint from runtime_manager.code_package where tenant_id = ?",
                Long.class,
                tenant.value());
        long most = organizationBytes.applyAsLong(tenant);
        if (kept != null && kept > most - code.size()) {
            throw exceeded("Code storage limit exceeded: your organization keeps " + (kept >> 20)
                    + " MB of code of at most " + (most >> 20)
                    + " MB. Delete functions, versions or layers that are not needed.");
        }
        // The size of the table, because the rows of others are not shown here.
        Long all = allBytes == 0
                ? null
                : jdbc.queryForObject("select pg_total_relation_size('runtime_manager.code_package')", Long.class);
        if (all != null && all > allBytes - code.size()) {
            throw exceeded(
                    "Code storage limit exceeded: this platform has no room for more code. Its operator can help.");
        }
    }

    private static MillirunException exceeded(String message) {
        return new MillirunException(Fault.CALLER, "CodeStorageExceededException", message);
    }

    @Override
    public boolean read(TenantId tenant, String digest, OutputStream target) throws IOException {
        for (int from = 1; ; from += PIECE) {
            List<byte[]> piece = jdbc.queryForList(
                    "select substring(content from ? for ?) from runtime_manager.code_package"
                            + " where tenant_id = ? and digest = ?",
                    byte[].class,
                    from,
                    PIECE,
                    tenant.value(),
                    digest);
            if (piece.isEmpty()) {
                return false;
            }
            target.write(piece.getFirst());
            if (piece.getFirst().length < PIECE) {
                return true;
            }
        }
    }

    private boolean has(TenantId tenant, String digest) {
        return !jdbc.queryForList(
                        "select 1 from runtime_manager.code_package where tenant_id = ? and digest = ?",
                        Integer.class,
                        tenant.value(),
                        digest)
                .isEmpty();
    }
}
