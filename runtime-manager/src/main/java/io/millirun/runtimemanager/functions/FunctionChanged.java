package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;

/** A function was created, changed or deleted; published within the transaction that did it. */
public record FunctionChanged(TenantId tenant, FunctionId function) {}
