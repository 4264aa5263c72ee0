package io.millirun.runtimemanager.functions;

import java.time.Instant;

/**
 * One version of a function as its owners see it.
 *
 * @param modifiedAt when its code or configuration changed last; when it was published, for a numbered one
 */
public record DeployedVersion(FunctionVersion version, String description, Instant modifiedAt) {

    /** Its configuration. */
    public FunctionSettings settings() {
        return new FunctionSettings(
                version.runtime(),
                version.handler(),
                version.memory().megabytes(),
                version.timeout(),
                version.environment(),
                description,
                version.urlAuth(),
                version.options());
    }

    /** Whether it runs and does the same as {@code other}, whatever both are called. */
    public boolean sameAs(DeployedVersion other) {
        return version.codeDigest().equals(other.version().codeDigest())
                && settings().bare().equals(other.settings().bare());
    }
}
