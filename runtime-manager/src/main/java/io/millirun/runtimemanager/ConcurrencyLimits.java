package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;

/**
 * Port: how many calls of an organization may run or wait at the same time on one replica; what a function has reserved is
 * its version's own. Asked under the fleet's lock at every call: answers from memory, at once.
 */
public interface ConcurrencyLimits {

    /** Calls of all functions of {@code tenant} together. */
    int ofOrganization(TenantId tenant);

    /** Sum of all that {@code tenant} has reserved. */
    int reservedBy(TenantId tenant);

    /** The same limit for every organization, from which reservations take nothing away. */
    static ConcurrencyLimits ofEveryOrganization(int calls) {
        return new ConcurrencyLimits() {
            @Override
            public int ofOrganization(TenantId tenant) {
                return calls;
            }

            @Override
            public int reservedBy(TenantId tenant) {
                return 0;
            }
        };
    }
}
