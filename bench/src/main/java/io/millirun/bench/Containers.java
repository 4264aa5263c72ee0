package io.millirun.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The baselines: containers made with the engine's own command line, without the platform. */
final class Containers {

    private Containers() {}

    /** The image that instances of {@code runtime} are started from. */
    static String image(String runtime) throws IOException, InterruptedException {
        return output(List.of("runtimes/build", "--image", runtime)).strip();
    }

    /** A plain HTTP server in a container like an instance's, removed when closed. */
    record Server(String container, URI address) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                output(List.of("docker", "rm", "-f", container));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
        }
    }

    /** Starts {@code program} of {@code image} with the CPU and memory of a function of {@code megabytes}. */
    static Server serve(String image, int megabytes, int port, List<String> program)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "run",
                "-d",
                "--memory",
                megabytes + "m",
                "--cpus",
                String.format(java.util.Locale.ROOT, "%.3f", Math.min(megabytes / 1769.0, cores())),
                "--entrypoint",
                program.getFirst(),
                image));
        command.addAll(program.subList(1, program.size()));
        String container = output(command).strip();
        String address = output(List.of(
                        "docker",
                        "inspect",
                        "-f",
                        "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                        container))
                .strip();
        var server = new Server(container, URI.create("http://" + address + ":" + port));
        for (int i = 0; ; i++) {
            try (var wire = new Wire(server.address())) {
                wire.send("POST", "/", "{}");
                return server;
            } catch (IOException notYet) {
                if (i == 1_000) {
                    server.close();
                    throw notYet;
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /** Times a container per call: made for it, running {@code program} to its end, removed after it. */
    static Sample run(String name, String image, List<String> program, int count)
            throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> command = new ArrayList<>(
                    List.of("docker", "run", "--rm", "--memory", "128m", "--entrypoint", program.getFirst(), image));
            command.addAll(program.subList(1, program.size()));
            long start = System.nanoTime();
            output(command);
            nanos.add(System.nanoTime() - start);
        }
        return Sample.of(name, nanos);
    }

    /** Number of containers of any installation of ours. */
    static long ours() throws IOException, InterruptedException {
        return output(List.of("docker", "ps", "-aq", "--filter", "label=io.millirun.installation"))
                .lines()
                .count();
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
