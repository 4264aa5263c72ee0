package io.millirun.billing.profile;

import io.millirun.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who is billed.
 *
 * @param email of the owner, where nothing else is told; may be empty
 * @param since when it began
 * @param until when it was closed; empty while it is open
 */
public record BilledOrganization(TenantId id, String name, String email, Instant since, Optional<Instant> until) {}
