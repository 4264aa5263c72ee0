package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.VersionState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A function, or one of its versions, for programs.
 *
 * @param version {@code $LATEST} or a number
 * @param environment values are shown to whoever may deploy, the names alone to others
 * @param ready whether it can be called
 * @param codeSha256 of the package, or of the image, in hexadecimal
 * @param codeBytes size of the package as uploaded; 0 for an image
 */
record FunctionDocument(
        String name,
        String version,
        String description,
        String runtime,
        String handler,
        int memoryMb,
        long timeoutSeconds,
        Map<String, String> environment,
        String urlAuth,
        boolean ready,
        String codeSha256,
        long codeBytes,
        @Nullable String image,
        UUID revision,
        Instant modifiedAt) {

    static FunctionDocument of(DeployedFunction function, boolean secrets) {
        return of(function.deployed(), secrets);
    }

    static FunctionDocument of(DeployedVersion deployed, boolean secrets) {
        FunctionVersion version = deployed.version();
        Map<String, String> environment = new TreeMap<>(version.environment());
        if (!secrets) {
            environment.replaceAll((_, _) -> "");
        }
        return new FunctionDocument(
                version.name().value(),
                version.version(),
                deployed.description(),
                version.runtime(),
                version.handler(),
                version.memory().megabytes(),
                version.timeout().toSeconds(),
                environment,
                version.urlAuth().name(),
                version.state().equals(VersionState.READY),
                version.codeDigest(),
                version.codeSize(),
                version.imageUri(),
                version.revision(),
                deployed.modifiedAt());
    }
}
