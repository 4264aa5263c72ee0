package io.millirun.runtimemanager.runtimes;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs the program {@code build} in the runtimes' folder, which knows how images are made and what they are called. */
final class ImageBuilder {

    private final Path program;
    private final Duration nameTimeout;
    private final Duration buildTimeout;

    ImageBuilder(Path directory, Duration nameTimeout, Duration buildTimeout) {
        this.program = directory.resolve("build").toAbsolutePath();
        this.nameTimeout = nameTimeout;
        this.buildTimeout = buildTimeout;
    }

    /** What the runtime's image is called; the name changes with its recipe. */
    String imageName(FunctionRuntime runtime) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        Optional<String> failure = run(nameTimeout, lines::add, "--image", runtime.name());
        if (failure.isPresent() || lines.isEmpty()) {
            throw new IOException(failure.orElse("the builder does not tell the image's name"));
        }
        return lines.getLast();
    }

    /**
     * Builds the runtime's image, unless it is there; returns when that is done.
     *
     * @param progress gets each line for people
     * @return the reason if it failed
     */
    Optional<String> build(FunctionRuntime runtime, Consumer<String> progress)
            throws IOException, InterruptedException {
        return run(buildTimeout, progress, runtime.name());
    }

    /** What an operator types to do the same. */
    String command(FunctionRuntime runtime) {
        return "runtimes/build " + runtime.name();
    }

    private Optional<String> run(Duration timeout, Consumer<String> lines, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Output output = new Output(lines);
        Thread reader = Thread.startVirtualThread(() -> output.readAll(process));
        try {
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of("not ready after " + timeout.toMinutes() + " minutes");
            }
            reader.join();
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(output.reason(process.exitValue()));
        } finally {
            // Ends it softly, so that it removes what it made.
            process.destroy();
        }
    }

    /** The program's lines: {@code millirun: <runtime>: <text>} for people, all else from the tools it runs. */
    private static final class Output {

        private final Consumer<String> lines;
        private volatile String last = "";
        private volatile String reason = "";

        Output(Consumer<String> lines) {
            this.lines = lines;
        }

        void readAll(Process process) {
            try (BufferedReader reader = process.inputReader()) {
                for (String line; (line = reader.readLine()) != null; ) {
                    String text = line.replaceFirst("^millirun: [^:]*: ", "");
                    if (text.startsWith("failed: ")) {
                        reason = text.substring("failed: ".length());
                    } else {
                        last = text;
                        lines.accept(text);
                    }
                }
            } catch (IOException _) {
                // The process was ended.
            }
        }

        String reason(int status) {
            return !reason.isEmpty() ? reason : !last.isEmpty() ? last : "the builder ended with status " + status;
        }
    }
}
