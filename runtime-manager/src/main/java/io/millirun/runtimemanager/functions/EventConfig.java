package io.millirun.runtimemanager.functions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How events of a function are retried, and where their ends are told.
 *
 * @param qualifier version or alias; empty for {@code $LATEST}
 * @param maxRetries 0 to 2; null for the platform's default
 * @param maxAgeSeconds 60 to 21,600; null for the platform's default
 * @param onSuccess name of where successes are told: a function's ARN, or an HTTPS address; null for nowhere
 * @param onFailure the same for failures
 */
public record EventConfig(
        FunctionName function,
        String qualifier,
        @Nullable Integer maxRetries,
        @Nullable Integer maxAgeSeconds,
        @Nullable String onSuccess,
        @Nullable String onFailure,
        Instant modifiedAt) {}
