package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import java.util.UUID;

/**
 * Whose a function URL is.
 *
 * @param state of the function when this was read
 * @param qualifier alias, or empty for {@code $LATEST}
 */
public record UrlOwner(UUID state, TenantId tenant, FunctionName function, String qualifier) {}
