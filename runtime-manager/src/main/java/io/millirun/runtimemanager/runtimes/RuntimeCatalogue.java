package io.millirun.runtimemanager.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The runtimes on offer: every folder with a {@code runtime.json}, whether or not its image is built. */
public final class RuntimeCatalogue {

    private static final Logger log = LoggerFactory.getLogger(RuntimeCatalogue.class);

    private final Map<String, FunctionRuntime> byName;
    private final Map<String, String> aliases = new HashMap<>();

    RuntimeCatalogue(Collection<FunctionRuntime> runtimes) {
        this(runtimes, Map.of());
    }

    /** @param moreAliases other names of runtimes, to their own */
    RuntimeCatalogue(Collection<FunctionRuntime> runtimes, Map<String, String> moreAliases) {
        this.byName = runtimes.stream()
                .collect(Collectors.toMap(
                        FunctionRuntime::name, runtime -> runtime, (first, _) -> first, LinkedHashMap::new));
        runtimes.forEach(runtime -> runtime.aliases().forEach(alias -> aliases.put(alias, runtime.name())));
        aliases.putAll(moreAliases);
    }

    /**
     * Reads the runtimes in {@code directory}, in the order of their names; none if there is no such folder.
     *
     * @param aliases other names of runtimes, to their own
     */
    static RuntimeCatalogue read(Path directory, Map<String, String> aliases) {
        if (!Files.isDirectory(directory)) {
            log.warn(
                    "No runtimes: there is no folder {}; millirun.runtime-manager.runtimes-directory names it",
                    directory.toAbsolutePath());
            return new RuntimeCatalogue(List.of());
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return new RuntimeCatalogue(
                    folders.map(folder -> folder.resolve("runtime.json"))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .map(RuntimeCatalogue::readRuntime)
                            .toList(),
                    aliases);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static FunctionRuntime readRuntime(Path file) {
        try {
            return JsonMapper.shared().readValue(Files.readAllBytes(file), FunctionRuntime.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (JacksonException malformed) {
            throw new IllegalStateException(
                    file + " does not describe a runtime: " + malformed.getMessage(), malformed);
        }
    }

    /** All runtimes, in the order of their names. */
    public List<FunctionRuntime> all() {
        return List.copyOf(byName.values());
    }

    /** The runtime called {@code name}, which may be one of its aliases. */
    public Optional<FunctionRuntime> find(String name) {
        return Optional.ofNullable(byName.get(aliases.getOrDefault(name, name)));
    }
}
