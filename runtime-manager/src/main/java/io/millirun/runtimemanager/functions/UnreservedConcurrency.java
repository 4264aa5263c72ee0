package io.millirun.runtimemanager.functions;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ConcurrencyLimits;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is left of an organization's concurrency when its functions have what is reserved for them. Answers from memory; what
 * is read goes on in the background and is a few seconds old, and while the database is away older.
 */
final class UnreservedConcurrency implements ConcurrencyLimits {

    private static final Duration REFRESH = Duration.ofSeconds(3);
    private static final int MOST_ORGANIZATIONS = 50_000;

    private final JdbcClient jdbc;
    private final int all;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();
    private final LoadingCache<TenantId, Integer> reserved;

    /** @param all calls of one organization, reserved or not */
    UnreservedConcurrency(JdbcClient workerJdbc, int all) {
        this.jdbc = workerJdbc;
        this.all = all;
        this.reserved = Caffeine.newBuilder()
                .maximumSize(MOST_ORGANIZATIONS)
                .refreshAfterWrite(REFRESH)
                .executor(executor)
                .build(this::read);
    }

    @Override
    public int unreserved(TenantId tenant) {
        Integer known = reserved.getIfPresent(tenant);
        if (known == null) {
            reserved.put(tenant, 0);
            reserved.refresh(tenant);
            return all;
        }
        return all - known;
    }

    private int read(TenantId tenant) {
        return jdbc.sql(
                        "select coalesce(sum(reserved_concurrency), 0) from runtime_manager.function where tenant_id = ?")
                .param(tenant.value())
                .query(Integer.class)
                .single();
    }
}
