package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import java.util.function.ToLongFunction;

/** How much code an organization keeps, in the packages of its versions and layers as they were uploaded. */
public final class CodeStorage {

    private final FunctionStore store;
    private final ToLongFunction<TenantId> most;

    CodeStorage(FunctionStore store, ToLongFunction<TenantId> most) {
        this.store = store;
        this.most = most;
    }

    /**
     * What is kept.
     *
     * @param bytes of all versions' and layer versions' packages
     */
    public record Use(long bytes, long functions) {}

    /** Most bytes that {@code tenant} may keep. */
    public long most(TenantId tenant) {
        return most.applyAsLong(tenant);
    }

    /** What {@code tenant} keeps. */
    public Use use(TenantId tenant) {
        return store.inTransaction(() -> store.jdbc()
                .sql("""
                        select (select coalesce(sum(code_size), 0) from runtime_manager.function_version
                                    where tenant_id = :tenant)
                             + (select coalesce(sum(code_size), 0) from runtime_manager.layer_version
                                    where tenant_id = :tenant) as bytes,
                               (select count(*) from runtime_manager.function where tenant_id = :tenant) as functions
                        """)
                .param("tenant", tenant.value())
                .query((row, _) -> new Use(row.getLong("bytes"), row.getLong("functions")))
                .single());
    }
}
