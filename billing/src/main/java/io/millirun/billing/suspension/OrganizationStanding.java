package io.millirun.billing.suspension;

import io.millirun.kernel.TenantId;
import java.util.Optional;

/**
 * An organization, how it stands and what it owes.
 *
 * @param arrears empty if nothing is due
 */
public record OrganizationStanding(TenantId tenant, Standing standing, Optional<Arrears> arrears) {}
