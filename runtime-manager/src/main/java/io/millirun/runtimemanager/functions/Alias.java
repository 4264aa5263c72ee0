package io.millirun.runtimemanager.functions;

import java.time.Instant;
import java.util.UUID;

/** A name for one version of a function, or for two that share its calls. */
public record Alias(
        FunctionName function,
        String name,
        String description,
        AliasTarget target,
        UUID revision,
        Instant modifiedAt) {}
