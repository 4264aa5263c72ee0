package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;

/** An organization with one function, for schedules of it. */
public final class ScheduledOrganization {

    private final Organization organization = new Organization();

    public TenantId tenant() {
        return organization.tenant;
    }

    public FunctionId function() {
        return organization.function;
    }
}
