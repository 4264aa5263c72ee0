package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;

/**
 * Who is calling, after authentication.
 *
 * @param tenant the organization that the credential belongs to
 * @param name the access key's id, or the portal user on whose behalf the portal calls
 * @param trigger what calls with this credential are metered as: {@code TEST} for the portal's own tokens
 * @param grants what the credential admits to; whoever serves the caller checks it
 */
public record Caller(TenantId tenant, String name, Trigger trigger, Grants grants) {

    /** Whether the caller may do {@code scope} to the function of that name. */
    public boolean may(Scope scope, String function) {
        return grants.allow(scope, function);
    }

    /** Whether the caller may do {@code scope}, to some function or to what belongs to none. */
    public boolean may(Scope scope) {
        return grants.allow(scope);
    }
}
