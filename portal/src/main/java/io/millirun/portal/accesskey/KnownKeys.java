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
import java.util.concurrent.Executor;
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
        Executor lookups = Executors.newVirtualThreadPerTaskExecutor();
        this.keys = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .refreshAfterWrite(ASKED_AGAIN)
                .expireAfterWrite(FORGOTTEN)
                // Its upkeep is short, and handing it to another thread is not; only looking a key up blocks.
                .executor(Runnable::run)
                .buildAsync((keyId, _) -> CompletableFuture.supplyAsync(() -> find(keyId), lookups));
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
                        select k.id, k.tenant_id, k.name, k.sealed_secret, k.scopes, k.functions, k.expires_at,
                          k.revoked_at, u.operator and u.deleted_at is null as of_operator
                        from portal.access_keys k join portal.users u on u.id = k.created_by
                        where k.id = :id""").param("id", keyId).query((row, _) -> known(row)).optional();
    }

    private static Grants grants(Array scopes, @Nullable Array functions) throws SQLException {
        return new Grants(
                Arrays.stream((String[]) scopes.getArray()).map(Scope::valueOf).collect(Collectors.toSet()),
                functions == null ? null : Set.of((String[]) functions.getArray()));
    }

    private KnownKey known(ResultSet row) throws SQLException {
        String id = row.getString("id");
        Grants grants = grants(row.getArray("scopes"), row.getArray("functions"));
        Timestamp expiry = row.getTimestamp("expires_at");
        return new KnownKey(
                id,
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("name"),
                sealer.open(row.getBytes("sealed_secret"), id),
                grants,
                expiry == null ? null : expiry.toInstant(),
                // A key of somebody who runs the platform no more does nothing for them in part either.
                row.getTimestamp("revoked_at") != null
                        || (grants.allow(Scope.OPERATE) && !row.getBoolean("of_operator")));
    }
}
