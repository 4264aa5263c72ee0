package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;

/** Port: how many calls may run or wait at the same time on one replica. Asked at every call: answers from memory, at once. */
@FunctionalInterface
public interface ConcurrencyLimits {

    /** Calls of all those functions of {@code tenant} together that have no concurrency reserved for themselves. */
    int unreserved(TenantId tenant);
}
