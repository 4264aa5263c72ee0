package io.millirun.portal.standing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an organization stands.
 *
 * @param concurrency calls that may run or wait on one replica; null for the platform's default, as those below
 * @param functions how many functions it may have
 * @param codeBytes most bytes of code packages that it may keep
 */
public record OrganizationStanding(
        @Nullable Integer concurrency,
        @Nullable Integer functions,
        @Nullable Long codeBytes,
        @Nullable Suspension suspension) {

    /** The defaults. */
    public static final OrganizationStanding NORMAL = new OrganizationStanding(null, null, null, null);

    /** Since when, by whom and why no call is let in. */
    public record Suspension(Instant since, String by, String reason) {}
}
