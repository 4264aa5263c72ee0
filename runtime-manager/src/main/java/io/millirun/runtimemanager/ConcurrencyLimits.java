package io.millirun.runtimemanager;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.util.OptionalInt;

/**
 * Port: how many calls may run or wait at the same time on one replica. Asked under the fleet's lock at every call: answers
 * from memory, at once.
 */
public interface ConcurrencyLimits {

    /** Calls of all functions of {@code tenant} together. */
    int ofOrganization(TenantId tenant);

    /**
     * Concurrency reserved for {@code function}: it has that many and never more, 0 stops it; empty if it shares what its
     * organization has not reserved.
     */
    OptionalInt reservedFor(TenantId tenant, FunctionId function);

    /** Sum of all that {@code tenant} has reserved. */
    int reservedBy(TenantId tenant);

    /** The same limit for every organization, and nothing reserved. */
    static ConcurrencyLimits ofEveryOrganization(int calls) {
        return new ConcurrencyLimits() {
            @Override
            public int ofOrganization(TenantId tenant) {
                return calls;
            }

            @Override
            public OptionalInt reservedFor(TenantId tenant, FunctionId function) {
                return OptionalInt.empty();
            }

            @Override
            public int reservedBy(TenantId tenant) {
                return 0;
            }
        };
    }
}
