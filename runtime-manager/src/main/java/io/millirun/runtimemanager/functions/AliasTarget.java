package io.millirun.runtimemanager.functions;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an alias points to.
 *
 * @param version a version's number, or {@code $LATEST}
 * @param additionalVersion number of a second version that gets some of the calls; null for none
 * @param additionalWeight share of the calls that it gets, 0 to 1
 */
public record AliasTarget(String version, @Nullable String additionalVersion, BigDecimal additionalWeight) {

    /** All calls to one version. */
    public static AliasTarget of(String version) {
        return new AliasTarget(version, null, BigDecimal.ZERO);
    }
}
