package io.millirun.runtimemanager.functions;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a function as somebody wants it, not yet checked.
 *
 * @param runtime name of a runtime; {@link FunctionVersion#IMAGE_RUNTIME} for a container image
 * @param handler what of the code is called; its form depends on the runtime; empty for a container image
 * @param memoryMb 128 to 10,240
 * @param timeout 1 to 900 whole seconds
 * @param environment variables that the code sees, at most 4 KB
 * @param description at most 256 characters
 * @param urlAuth who may call the function's URL; null to leave URLs as they are
 * @param options what most functions leave as it is
 */
public record FunctionSettings(
        String runtime,
        String handler,
        int memoryMb,
        Duration timeout,
        Map<String, String> environment,
        String description,
        @Nullable UrlAuth urlAuth,
        FunctionOptions options) {

    /** What a function has whose creator says nothing, as in AWS Lambda. */
    public static final int DEFAULT_MEMORY_MB = 128;

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    public FunctionSettings {
        environment = Map.copyOf(environment);
    }

    /** Settings without any option. */
    public FunctionSettings(
            String runtime,
            String handler,
            int memoryMb,
            Duration timeout,
            Map<String, String> environment,
            String description,
            @Nullable UrlAuth urlAuth) {
        this(runtime, handler, memoryMb, timeout, environment, description, urlAuth, FunctionOptions.DEFAULT);
    }

    /** The same with other options. */
    public FunctionSettings with(FunctionOptions others) {
        return new FunctionSettings(runtime, handler, memoryMb, timeout, environment, description, urlAuth, others);
    }

    /** The same with another environment. */
    public FunctionSettings with(Map<String, String> variables) {
        return new FunctionSettings(runtime, handler, memoryMb, timeout, variables, description, urlAuth, options);
    }

    /** The same with another memory size, megabytes. */
    public FunctionSettings withMemory(int megabytes) {
        return new FunctionSettings(runtime, handler, megabytes, timeout, environment, description, urlAuth, options);
    }

    /** What of them decides how the code runs. */
    FunctionSettings bare() {
        return new FunctionSettings(runtime, handler, memoryMb, timeout, environment, "", null, options);
    }
}
