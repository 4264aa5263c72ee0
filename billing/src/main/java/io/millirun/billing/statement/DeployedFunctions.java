package io.millirun.billing.statement;

import io.millirun.kernel.TenantId;

/** Port to the functions: a statement without calls says how many functions stood ready and cost nothing. */
public interface DeployedFunctions {

    /** How many functions the tenant has deployed now. */
    long count(TenantId tenant);
}
