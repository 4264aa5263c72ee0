package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;

/** How much code an organization keeps. */
public final class CodeUse {

    private final FunctionStore store;

    CodeUse(FunctionStore store) {
        this.store = store;
    }

    /** Bytes of all its packages as uploaded. */
    public long bytes(TenantId tenant) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select coalesce(sum(size), 0) from runtime_manager.code_package where tenant_id = ?")
                .param(tenant.value())
                .query(Long.class)
                .single());
    }
}
