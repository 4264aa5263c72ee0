package io.millirun.runtimemanager.runtimes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A language environment that functions can choose, as its folder's {@code runtime.json} describes it.
 *
 * @param name identifier, {@code nodejs24.x}
 * @param language for people, {@code Node.js 24}
 * @param defaultHandler what a new function's handler is, {@code index.handler}
 * @param command what a stem's container runs
 * @param extensions of the files that can hold a handler, without a dot; empty where a handler names no file
 * @param readAtStart names, or beginnings of names with a {@code *}, of variables that the language reads only at start
 * @param environment what a stem's container starts with
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FunctionRuntime(
        String name,
        String language,
        String defaultHandler,
        List<String> command,
        List<String> extensions,
        List<String> readAtStart,
        Map<String, String> environment) {

    public FunctionRuntime(
            String name,
            String language,
            String defaultHandler,
            @Nullable List<String> command,
            @Nullable List<String> extensions,
            @Nullable List<String> readAtStart,
            @Nullable Map<String, String> environment) {
        this.name = name;
        this.language = language;
        this.defaultHandler = defaultHandler;
        this.command = command == null ? List.of() : List.copyOf(command);
        this.extensions = extensions == null ? List.of() : List.copyOf(extensions);
        this.readAtStart = readAtStart == null ? List.of() : List.copyOf(readAtStart);
        this.environment = environment == null ? Map.of() : Map.copyOf(environment);
    }
}
