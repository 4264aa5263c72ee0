package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the engine runs: a snapshot of one version, plain data, with what holds for calls of it now. Snapshots with the
 * same revision run the same; {@code qualifier}, {@code url} and {@code reserved} may differ between them.
 *
 * @param version {@code $LATEST} or a number
 * @param qualifier how the caller named it: alias, number, {@code $LATEST}; empty if by the function's name alone
 * @param revision changes with every change of code or configuration; instances belong to one revision for ever
 * @param runtime identifier of the runtime, {@code nodejs24.x}; {@link #IMAGE_RUNTIME} for a container image
 * @param imageUri name of the container image; null where the code is a zip
 * @param codeDigest SHA-256 of the code package, or of the image, in hexadecimal
 * @param codeSize size of the package as uploaded, in bytes; 0 for an image
 * @param url how its URL answers
 * @param reserved calls of the function that may run at the same time in all, and are kept free for it; null for no limit
 *     of its own
 * @param mayLoop whether its calls may come back to it in a circle as often as they like
 */
public record FunctionVersion(
        TenantId tenant,
        FunctionId function,
        FunctionName name,
        String version,
        String qualifier,
        UUID revision,
        String runtime,
        String handler,
        MemorySize memory,
        Duration timeout,
        Map<String, String> environment,
        @Nullable String imageUri,
        String codeDigest,
        long codeSize,
        FunctionOptions options,
        VersionState state,
        FunctionUrl url,
        @Nullable Integer reserved,
        boolean mayLoop) {

    /** The qualifier of the mutable version. */
    public static final String LATEST = "$LATEST";

    /** The runtime of functions that are container images. */
    public static final String IMAGE_RUNTIME = "image";

    public FunctionVersion {
        environment = Map.copyOf(environment);
    }

    /** A version of a zip with nothing special. */
    public FunctionVersion(
            TenantId tenant,
            FunctionId function,
            FunctionName name,
            String version,
            UUID revision,
            String runtime,
            String handler,
            MemorySize memory,
            Duration timeout,
            Map<String, String> environment,
            String codeDigest,
            long codeSize,
            UrlAuth urlAuth) {
        this(
                tenant,
                function,
                name,
                version,
                "",
                revision,
                runtime,
                handler,
                memory,
                timeout,
                environment,
                null,
                codeDigest,
                codeSize,
                FunctionOptions.DEFAULT,
                VersionState.READY,
                new FunctionUrl(urlAuth, null, InvokeMode.BUFFERED, false),
                null,
                false);
    }

    /** Digests of the packages that are laid over each other in {@code /opt}, in their order. */
    public List<String> layerDigests() {
        return options.layers().stream().map(LayerUse::codeDigest).toList();
    }

    /** Who may call its URL. */
    public UrlAuth urlAuth() {
        return url.auth();
    }

    /** Calls of the function that may run at the same time; empty for no limit of its own. */
    public OptionalInt reservedConcurrency() {
        return reserved == null ? OptionalInt.empty() : OptionalInt.of(reserved);
    }

    /** The same version with {@code size} of memory: for a try, as a revision of its own whose instances nothing else uses. */
    public FunctionVersion sized(MemorySize size) {
        return new FunctionVersion(
                tenant,
                function,
                name,
                version,
                qualifier,
                UUID.nameUUIDFromBytes((revision + " " + size.megabytes()).getBytes(StandardCharsets.US_ASCII)),
                runtime,
                handler,
                size,
                timeout,
                environment,
                imageUri,
                codeDigest,
                codeSize,
                options,
                state,
                url,
                reserved,
                mayLoop);
    }

    /** The same version as it is called by {@code name} through {@code through}. */
    FunctionVersion calledAs(String name, FunctionUrl through) {
        return new FunctionVersion(
                tenant,
                function,
                this.name,
                version,
                name,
                revision,
                runtime,
                handler,
                memory,
                timeout,
                environment,
                imageUri,
                codeDigest,
                codeSize,
                options,
                state,
                through,
                reserved,
                mayLoop);
    }
}
