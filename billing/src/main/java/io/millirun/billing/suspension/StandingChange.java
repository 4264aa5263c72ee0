package io.millirun.billing.suspension;

import io.millirun.kernel.TenantId;
import java.time.Instant;

/**
 * A step that was taken.
 *
 * @param from name of the standing before, as {@code warned}
 * @param by who took it: {@code ladder}, or an operator's address
 */
public record StandingChange(TenantId tenant, Instant at, String from, String to, String by) {}
