package io.millirun.runtimemanager.functions;

import java.time.Duration;
import java.util.Map;

/**
 * The configuration of a function as somebody wants it, not yet checked.
 *
 * @param runtime name of a runtime
 * @param handler what of the code is called; its form depends on the runtime
 * @param memoryMb 128 to 10,240
 * @param timeout 1 to 900 whole seconds
 * @param environment variables that the code sees, at most 4 KB
 * @param description at most 256 characters
 */
public record FunctionSettings(
        String runtime,
        String handler,
        int memoryMb,
        Duration timeout,
        Map<String, String> environment,
        String description,
        UrlAuth urlAuth) {

    /** What a function has whose creator says nothing, as in AWS Lambda. */
    public static final int DEFAULT_MEMORY_MB = 128;

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    public FunctionSettings {
        environment = Map.copyOf(environment);
    }
}
