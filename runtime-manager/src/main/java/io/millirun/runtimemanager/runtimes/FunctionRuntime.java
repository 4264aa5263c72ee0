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
 * @param aliases other names by which functions may call it, those of AWS Lambda's runtimes that it can stand in for
 * @param defaultHandler what a new function's handler is, {@code index.handler}
 * @param command what a stem's container runs
 * @param alone what runs one function without a stem, its handler in {@code _HANDLER}; empty if nothing does
 * @param extensions of the files that can hold a handler, without a dot; empty where a handler names no file
 * @param source how a package of source is told from one that can run; null if this runtime builds nothing
 * @param readAtStart names, or beginnings of names with a {@code *}, of variables that the language reads only at start
 * @param environment what a stem's container starts with
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FunctionRuntime(
        String name,
        String language,
        List<String> aliases,
        String defaultHandler,
        List<String> command,
        List<String> alone,
        List<String> extensions,
        @Nullable SourceRule source,
        List<String> readAtStart,
        Map<String, String> environment) {

    public FunctionRuntime(
            String name,
            String language,
            @Nullable List<String> aliases,
            String defaultHandler,
            @Nullable List<String> command,
            @Nullable List<String> alone,
            @Nullable List<String> extensions,
            @Nullable SourceRule source,
            @Nullable List<String> readAtStart,
            @Nullable Map<String, String> environment) {
        this.name = name;
        this.language = language;
        this.aliases = aliases == null ? List.of() : List.copyOf(aliases);
        this.defaultHandler = defaultHandler;
        this.command = command == null ? List.of() : List.copyOf(command);
        this.alone = alone == null ? List.of() : List.copyOf(alone);
        this.extensions = extensions == null ? List.of() : List.copyOf(extensions);
        this.source = source;
        this.readAtStart = readAtStart == null ? List.of() : List.copyOf(readAtStart);
        this.environment = environment == null ? Map.of() : Map.copyOf(environment);
    }
}
