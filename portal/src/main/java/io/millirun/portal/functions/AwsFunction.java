package io.millirun.portal.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.runtimemanager.functions.FunctionOptions;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A function as {@code aws lambda get-function} prints it, made one of this platform. Pure.
 *
 * @param location where its zip can be fetched; empty if that is not told
 * @param notes what is different here, for its owner
 */
record AwsFunction(String name, FunctionSettings settings, Optional<URI> location, List<String> notes) {

    private static final JsonMapper JSON = new JsonMapper();

    AwsFunction {
        notes = List.copyOf(notes);
    }

    /**
     * Reads what {@code get-function} or {@code get-function-configuration} printed.
     *
     * @throws MillirunException if it is none of these, or the function cannot run here
     */
    static AwsFunction read(String json, RuntimeCatalogue runtimes) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException malformed) {
            throw refused("This is no JSON. Paste all that `aws lambda get-function` printed.");
        }
        JsonNode function = root.path("Configuration").isObject() ? root.path("Configuration") : root;
        String name = function.path("FunctionName").asString("");
        if (name.isEmpty()) {
            throw refused("There is no FunctionName in it. Paste all that `aws lambda get-function` printed.");
        }
        if (function.path("PackageType").asString("Zip").equals("Image")) {
            throw refused(
                    "The function is a container image. Push the image where this platform can pull it, and make a"
                            + " function of it.");
        }
        List<String> notes = new ArrayList<>();
        String asked = function.path("Runtime").asString("");
        FunctionRuntime runtime = runtime(asked, runtimes);
        if (!runtime.name().equals(asked) && !runtime.aliases().contains(asked)) {
            notes.add("It asked for " + asked + " and runs on " + runtime.name() + ".");
        }
        Map<String, String> variables = new TreeMap<>();
        function.path("Environment")
                .path("Variables")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asString("")));
        note(function, notes);
        var settings = new FunctionSettings(
                runtime.name(),
                function.path("Handler").asString(runtime.defaultHandler()),
                function.path("MemorySize").asInt(FunctionSettings.DEFAULT_MEMORY_MB),
                Duration.ofSeconds(function.path("Timeout").asInt(3)),
                variables,
                function.path("Description").asString(""),
                UrlAuth.ACCESS_KEY,
                options(function));
        String location = root.path("Code").path("Location").asString("");
        return new AwsFunction(name, settings, location.isEmpty() ? Optional.empty() : uri(location), notes);
    }

    private static FunctionOptions options(JsonNode function) {
        return new FunctionOptions(
                function.path("Architectures").path(0).asString(FunctionOptions.DEFAULT_ARCHITECTURE),
                function.path("EphemeralStorage").path("Size").asInt(FunctionOptions.DEFAULT_STORAGE_MB),
                List.of(),
                null,
                null,
                "",
                null,
                Set.of());
    }

    /** Its own, else the newest of its language. */
    private static FunctionRuntime runtime(String asked, RuntimeCatalogue runtimes) {
        String language = asked.replaceFirst("[0-9.].*$", "");
        return runtimes.find(asked)
                .or(() -> runtimes.all().stream()
                        .filter(runtime -> !language.isEmpty()
                                && runtime.name().replaceFirst("[0-9.].*$", "").equals(language))
                        .max(Comparator.comparing(FunctionRuntime::name)))
                .orElseThrow(() -> refused("There is no runtime here for " + (asked.isEmpty() ? "it" : asked) + "."));
    }

    private static void note(JsonNode function, List<String> notes) {
        if (!function.path("Layers").isEmpty()) {
            notes.add("Its layers are not in its zip: publish them here, and add them to its settings.");
        }
        if (function.path("VpcConfig").path("SubnetIds").size() > 0) {
            notes.add("It was in a VPC; here it reaches public addresses, and what the operator opens.");
        }
        if (!function.path("Role").asString("").isEmpty()) {
            notes.add("Its role has no effect here: if it calls AWS, give it credentials as secrets.");
        }
        if (function.path("Architectures").path(0).asString("x86_64").equals("arm64")) {
            notes.add("It was built for arm64: compiled code must fit this machine's processor.");
        }
        if (!function.path("DeadLetterConfig").path("TargetArn").asString("").isEmpty()) {
            notes.add("Failed events go to its dead-letter list here.");
        }
        if (!function.path("FileSystemConfigs").isEmpty()) {
            notes.add("File systems are not mounted here.");
        }
    }

    private static Optional<URI> uri(String location) {
        try {
            return Optional.of(URI.create(location));
        } catch (IllegalArgumentException malformed) {
            throw refused("Code.Location is no address.");
        }
    }

    private static MillirunException refused(String why) {
        return new MillirunException(Fault.CALLER, "ImportRefused", why);
    }
}
