package io.millirun.stem;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Java stem: brings the language up, waits for an assignment (environment and code of one function version), then
 * becomes that function under the official Runtime Interface Client. The protocol is described in
 * {@code runtimes/README.md}.
 */
public final class Stem {

    private static final String LIBRARY = "/usr/lib/millirun";
    private static final int EX_SOFTWARE = 70;

    private Stem() {}

    public static void main(String[] arguments) throws Throwable {
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "--assigned" -> AWSLambda.main(new String[] {System.getenv("_HANDLER")});
            case "--train" -> Training.run();
            case "--version" -> {
                WarmUp.run();
                System.out.println("java " + Runtime.version());
            }
            default -> await();
        }
    }

    private static void await() throws Throwable {
        String api = System.getenv("AWS_LAMBDA_RUNTIME_API");
        Variables variables = Variables.open();
        WarmUp.perform(variables);
        ClientEnvironment constants = new ClientEnvironment();
        constants.read();
        Set<String> readAtStart = readAtStart();
        Map<String, String> environment;
        try {
            var assignment = new Polling(api).next(List.of("/var/task/", "/opt/"));
            environment = assignment.environment();
            if (assignment.reexec() || needsFreshStart(readAtStart, environment)) {
                startAfresh(variables, environment);
            }
        } catch (Exception unusable) {
            Polling.abandon(api, unusable);
            Runtime.getRuntime().halt(EX_SOFTWARE);
            return;
        }
        variables.replace(environment);
        constants.read();
        AWSLambda.main(new String[] {environment.get("_HANDLER")});
    }

    private static Set<String> readAtStart() throws Exception {
        String runtime = Files.readString(Path.of(LIBRARY, "runtime.json"), StandardCharsets.UTF_8);
        Set<String> patterns = new TreeSet<>();
        Json.object(runtime).getAsJsonArray("readAtStart").forEach(pattern -> patterns.add(pattern.getAsString()));
        return patterns;
    }

    /** Whether a variable that Java reads only at its start has another value than this process started with. */
    private static boolean needsFreshStart(Set<String> patterns, Map<String, String> environment) {
        Set<String> names = new TreeSet<>(environment.keySet());
        names.addAll(System.getenv().keySet());
        return names.stream()
                .filter(name -> patterns.stream().anyMatch(pattern -> concerns(pattern, name)))
                .anyMatch(name -> !java.util.Objects.equals(environment.get(name), System.getenv(name)));
    }

    private static boolean concerns(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    /** Starts Java afresh in this process. */
    private static void startAfresh(Variables variables, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/java",
                "@" + LIBRARY + "/stem.options",
                "-jar",
                LIBRARY + "/client/stem.jar",
                "--assigned"));
        String wrapper = environment.getOrDefault("AWS_LAMBDA_EXEC_WRAPPER", "");
        if (!wrapper.isEmpty()) {
            command.addFirst(wrapper);
        }
        variables.execute(command, environment);
    }
}
