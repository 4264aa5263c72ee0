package io.millirun.kernel;

import java.util.Optional;

/**
 * The organization whose rows the database shows to this thread, for Hibernate and row-level security alone; everywhere
 * else the tenant is a parameter. Bound where a request or a job opens its transaction, and gone when that call returns.
 */
public final class CurrentTenant {

    private static final ScopedValue<TenantId> TENANT = ScopedValue.newInstance();

    private CurrentTenant() {}

    /** Calls {@code operation} with {@code tenant} bound and returns its result. */
    public static <R, X extends Throwable> R call(TenantId tenant, ScopedValue.CallableOp<R, X> operation) throws X {
        return ScopedValue.where(TENANT, tenant).call(operation);
    }

    /** Runs {@code operation} with {@code tenant} bound. */
    public static void run(TenantId tenant, Runnable operation) {
        ScopedValue.where(TENANT, tenant).run(operation);
    }

    /** The bound tenant; empty where none is bound, where tenant-owned tables refuse every statement. */
    public static Optional<TenantId> get() {
        return TENANT.isBound() ? Optional.of(TENANT.get()) : Optional.empty();
    }
}
