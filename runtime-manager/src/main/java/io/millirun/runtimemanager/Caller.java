package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;

/**
 * Who is calling, after authentication.
 *
 * @param tenant the organization that the credential belongs to
 * @param name the access key's id, or the portal user on whose behalf the portal calls
 * @param trigger what calls with this credential are metered as: {@code TEST} for the portal's own tokens
 */
public record Caller(TenantId tenant, String name, Trigger trigger) {}
