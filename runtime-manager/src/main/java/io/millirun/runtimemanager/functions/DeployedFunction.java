package io.millirun.runtimemanager.functions;

import java.time.Instant;

/**
 * A function as its owners see it.
 *
 * @param latest what a call without a qualifier runs
 * @param modifiedAt when code or configuration of {@code latest} changed last
 */
public record DeployedFunction(FunctionVersion latest, String description, Instant createdAt, Instant modifiedAt) {

    /** Its name. */
    public FunctionName name() {
        return latest.name();
    }

    /** Its {@code $LATEST}. */
    public DeployedVersion deployed() {
        return new DeployedVersion(latest, description, modifiedAt);
    }

    /** Its configuration, to change some of it. */
    public FunctionSettings settings() {
        return deployed().settings();
    }
}
