package io.millirun.portal.accesskey;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millirun.kernel.TenantId;
import io.millirun.portal.database.Changes;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The access keys that calls come with, remembered. A key in use is looked up again every second and forgotten when its
 * revocation is announced, or when announcements may have been lost: a revoked key stops within a second. While the
 * database is away nobody can revoke, and keys that were in use stay good.
 */
@Repository
class KnownKeys {

    private static final int MOST_REMEMBERED = 50_000;
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private final JdbcClient worker;
    private final KeySealer sealer;
    private final AsyncLoadingCache<String, Optional<KnownKey>> keys;

    KnownKeys(@Qualifier("worker") JdbcClient worker, KeySealer sealer, Changes changes) {
        this.worker = worker;
        this.sealer = sealer;
        this.keys = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .refreshAfterWrite(ASKED_AGAIN)
                .expireAfterWrite(FORGOTTEN)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .buildAsync(this::find);
        changes.subscribe(AccessKeys.CHANNEL, new Changes.Listener() {
            @Override
            public void changed(String keyId) {
                keys.synchronous().invalidate(keyId);
            }

            @Override
            public void missed() {
                keys.synchronous().invalidateAll();
            }
        });
    }

    CompletableFuture<Optional<KnownKey>> byId(String keyId) {
        return keys.get(keyId);
    }

    private Optional<KnownKey> find(String keyId) {
        return worker.sql("""
                        select id, tenant_id, name, sealed_secret, scopes, functions, expires_at, revoked_at
                        from portal.access_keys where id = :id""").param("id", keyId).query((row, _) -> known(row)).optional();
    }

    private static Grants grants(Array scopes, @Nullable Array functions) throws SQLException {
        return new Grants(
                Arrays.stream((String[]) scopes.getArray()).map(Scope::valueOf).collect(Collectors.toSet()),
                functions == null ? null : Set.of((String[]) functions.getArray()));
    }

    private KnownKey known(ResultSet row) throws SQLException {
        String id = row.getString("id");
        Timestamp expiry = row.getTimestamp("expires_at");
        return new KnownKey(
                id,
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("name"),
                sealer.open(row.getBytes("sealed_secret"), id),
                grants(row.getArray("scopes"), row.getArray("functions")),
                expiry == null ? null : expiry.toInstant(),
                row.getTimestamp("revoked_at") != null);
    }
}
