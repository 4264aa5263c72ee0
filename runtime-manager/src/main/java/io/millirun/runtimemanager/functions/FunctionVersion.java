package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * What the engine runs: a snapshot of one version, plain data. Two snapshots with the same revision are the same.
 *
 * @param version {@code $LATEST} or a number
 * @param revision changes with every change of code or configuration; instances belong to one revision for ever
 * @param runtime identifier of the runtime, {@code nodejs24.x}
 * @param codeDigest SHA-256 of the code package in hexadecimal
 * @param codeSize size of the package as uploaded, in bytes
 */
public record FunctionVersion(
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
        UrlAuth urlAuth,
        InvokeMode urlMode) {

    /** The qualifier of the mutable version. */
    public static final String LATEST = "$LATEST";

    public FunctionVersion {
        environment = Map.copyOf(environment);
    }

    /** A version whose URL answers with the whole answer at once. */
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
                revision,
                runtime,
                handler,
                memory,
                timeout,
                environment,
                codeDigest,
                codeSize,
                urlAuth,
                InvokeMode.BUFFERED);
    }
}
