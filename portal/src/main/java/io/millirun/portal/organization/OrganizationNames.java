package io.millirun.portal.organization;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.Organizations;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Tells the gateway which tenant a name in a function URL means. Names never change; unknown ones are asked again soon,
 * and known ones, whose organization may have been closed, too, but stay known while the database is away.
 */
@Repository
class OrganizationNames implements Organizations {

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration KNOWN = Duration.ofMinutes(5);

    private final JdbcClient worker;
    private final AsyncLoadingCache<String, Optional<TenantId>> names;

    OrganizationNames(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
        this.names = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .refreshAfterWrite(FRESH)
                .expireAfter(
                        Expiry.<String, Optional<TenantId>>writing((_, found) -> found.isPresent() ? KNOWN : FRESH))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .buildAsync(this::find);
    }

    @Override
    public CompletionStage<Optional<TenantId>> byName(String name) {
        return Slug.isValid(name) ? names.get(name) : CompletableFuture.completedStage(Optional.empty());
    }

    private Optional<TenantId> find(String name) {
        return worker.sql("select id from portal.organizations where slug = :slug and closed_at is null")
                .param("slug", name)
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }
}
