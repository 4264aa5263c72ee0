package io.millirun.runtimemanager.export;

import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a version's image is made of. Pure. */
public final class Dockerfiles {

    /** The folder of the build context whose files go to the root of the image. */
    static final String ROOT = "root";

    private Dockerfiles() {}

    /**
     * The Dockerfile of a version: its runtime's image, its code and layers, and its handler. Variables of its environment
     * are named and not given: some are secrets.
     *
     * @param base the name of the runtime's image
     */
    public static String of(FunctionVersion version, FunctionRuntime runtime, String base) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + version.name() + ", version " + version.version()
                + ": a container image that speaks the AWS Lambda Runtime API.");
        lines.add("# " + ROOT + "/ holds its code (var/task) and its layers (opt).");
        lines.add("FROM " + base);
        lines.add("COPY " + ROOT + "/ /");
        if (!version.environment().isEmpty()) {
            lines.add("# Its environment is not in here; give it to the container: "
                    + version.environment().keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        lines.add("WORKDIR /var/task");
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "_HANDLER=" + version.handler()));
        command.addAll(runtime.alone());
        lines.add("ENTRYPOINT " + array(command));
        lines.add("CMD []");
        return String.join("\n", lines) + "\n";
    }

    private static String array(List<String> words) {
        return words.stream()
                .map(word -> "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
