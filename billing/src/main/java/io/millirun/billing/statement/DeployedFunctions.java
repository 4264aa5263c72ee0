package io.millirun.billing.statement;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.util.Map;

/** Port to the functions: how many stand ready and cost nothing, and what they are called. */
public interface DeployedFunctions {

    /** How many functions the tenant has deployed now. */
    long count(TenantId tenant);

    /** Their names, and those of functions deleted since usage records are kept. */
    default Map<FunctionId, String> names(TenantId tenant) {
        return Map.of();
    }
}
