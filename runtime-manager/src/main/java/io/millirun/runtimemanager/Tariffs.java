package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;

/** Port to billing: the little of a tenant's prices that running a call needs. Answers from memory. */
public interface Tariffs {

    /** Milliseconds of every init that the tenant's plan does not charge. */
    long freeInitMs(TenantId tenant);

    /** List price of one call before allowances and tiers: exact decimal and currency, {@code 0.0000002 USD}. */
    String listPrice(UsageRecord record);
}
