package io.millirun.runtimemanager.functions;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.functions.FunctionProblem.Field;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a function's name and configuration may be; the limits are AWS Lambda's. */
final class FunctionRules {

    static final int LONGEST_HANDLER = 128;
    static final int MOST_STORAGE_MB = 10_240;
    static final int MOST_LAYERS = 5;
    static final int LONGEST_DESCRIPTION = 256;
    static final int LARGEST_ENVIRONMENT = 4_096;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Pattern HANDLER = Pattern.compile("\\S+");
    private static final Pattern FILE_AND_FUNCTION =
            Pattern.compile("(?!/)(?!.*//)(?!.*\\.\\.)[^\\s.]\\S*\\.[^\\s./]+");
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");

    /**
     * Set by the platform for every function; AWS Lambda refuses the same, and credentials and regions too, which are the
     * function's own here.
     */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private final RuntimeCatalogue runtimes;

    FunctionRules(RuntimeCatalogue runtimes) {
        this.runtimes = runtimes;
    }

    Optional<FunctionProblem> checkName(String name) {
        return FunctionName.isValid(name)
                ? Optional.empty()
                : Optional.of(new FunctionProblem(
                        Field.NAME, "A function's name has 1 to 64 letters, digits, hyphens and underscores."));
    }

    List<FunctionProblem> check(FunctionSettings settings) {
        List<FunctionProblem> problems = new ArrayList<>();
        if (!settings.runtime().equals(FunctionVersion.IMAGE_RUNTIME)) {
            Optional<FunctionRuntime> runtime = runtimes.find(settings.runtime());
            if (runtime.isEmpty()) {
                problems.add(new FunctionProblem(Field.RUNTIME, noSuchRuntime(settings.runtime())));
            }
            checkHandler(settings.handler(), runtime).ifPresent(problems::add);
        }
        checkOptions(settings.options(), problems);
        if (settings.memoryMb() < MemorySize.LEAST || settings.memoryMb() > MemorySize.MOST) {
            problems.add(new FunctionProblem(
                    Field.MEMORY, "Memory must be " + MemorySize.LEAST + " to " + MemorySize.MOST + " MB."));
        }
        Duration timeout = settings.timeout();
        if (timeout.compareTo(SHORTEST) < 0
                || timeout.compareTo(LONGEST) > 0
                || timeout.toSeconds() * 1_000_000_000 != timeout.toNanos()) {
            problems.add(new FunctionProblem(Field.TIMEOUT, "The timeout must be 1 to 900 whole seconds."));
        }
        if (settings.description().length() > LONGEST_DESCRIPTION) {
            problems.add(new FunctionProblem(
                    Field.DESCRIPTION, "The description has more than " + LONGEST_DESCRIPTION + " characters."));
        }
        checkEnvironment(settings.environment()).ifPresent(problems::add);
        return problems;
    }

    private static void checkOptions(FunctionOptions options, List<FunctionProblem> problems) {
        int storage = options.ephemeralStorageMb();
        if (storage < FunctionOptions.DEFAULT_STORAGE_MB || storage > MOST_STORAGE_MB) {
            problems.add(new FunctionProblem(
                    Field.STORAGE,
                    "Ephemeral storage must be " + FunctionOptions.DEFAULT_STORAGE_MB + " to " + MOST_STORAGE_MB
                            + " MB."));
        }
        if (options.layers().size() > MOST_LAYERS) {
            problems.add(new FunctionProblem(Field.LAYERS, "A function has at most " + MOST_LAYERS + " layers."));
        }
    }

    private String noSuchRuntime(String name) {
        String known = runtimes.all().stream().map(FunctionRuntime::name).collect(Collectors.joining(", "));
        return "There is no runtime \"" + name + "\"; there " + (known.isEmpty() ? "is none." : "are: " + known + ".");
    }

    private static Optional<FunctionProblem> checkHandler(String handler, Optional<FunctionRuntime> runtime) {
        if (handler.length() > LONGEST_HANDLER || !HANDLER.matcher(handler).matches()) {
            return Optional.of(new FunctionProblem(
                    Field.HANDLER, "The handler must be 1 to " + LONGEST_HANDLER + " characters without spaces."));
        }
        boolean namesFile = runtime.isPresent() && !runtime.get().extensions().isEmpty();
        if (namesFile && !FILE_AND_FUNCTION.matcher(handler).matches()) {
            return Optional.of(new FunctionProblem(
                    Field.HANDLER,
                    "The handler names a file and a function in it, as in "
                            + runtime.get().defaultHandler() + "."));
        }
        return Optional.empty();
    }

    private static Optional<FunctionProblem> checkEnvironment(Map<String, String> environment) {
        Set<String> misnamed = new TreeSet<>();
        Set<String> reserved = new TreeSet<>();
        int bytes = 0;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (RESERVED.contains(name)) {
                reserved.add(name);
            } else if (!VARIABLE.matcher(name).matches()) {
                misnamed.add(name);
            }
            if (variable.getValue().indexOf('\0') >= 0) {
                return environmentProblem("The value of " + name + " has a zero character, which no variable can.");
            }
            bytes += name.getBytes(StandardCharsets.UTF_8).length
                    + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (!misnamed.isEmpty()) {
            return environmentProblem(
                    "A variable's name has at least two letters, digits and underscores and begins with"
                            + " a letter; these do not: " + String.join(", ", misnamed) + ".");
        }
        if (!reserved.isEmpty()) {
            return environmentProblem("These variables are set by the platform: " + String.join(", ", reserved) + ".");
        }
        if (bytes > LARGEST_ENVIRONMENT) {
            return environmentProblem(
                    "The environment has " + bytes + " bytes of names and values; 4 KB (4096) is the most.");
        }
        return Optional.empty();
    }

    private static Optional<FunctionProblem> environmentProblem(String message) {
        return Optional.of(new FunctionProblem(Field.ENVIRONMENT, message));
    }
}
