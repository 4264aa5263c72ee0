package io.millirun.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures a running platform: the gateway's own answer, warm calls, cold starts from a stem, and a container per call.
 * Arguments: the data folder of the platform, and the folder for the reports.
 */
public final class Benchmarks {

    private static final int WARM_CALLS = 4_000;
    private static final int COLD_ROUNDS = 8;
    private static final int CONTAINERS = 6;

    /** How each language prints a line without a function around it. */
    private static final Map<String, List<String>> LANGUAGES = Map.of(
            "nodejs24.x", List.of("/usr/bin/node", "-e", "console.log(1)"),
            "python3.13", List.of("/usr/bin/python3.13", "-c", "print(1)"));

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var demo = new Demo(Path.of(arguments[0]));
        List<Sample> samples = new ArrayList<>();
        Demo.State state = demo.reset();
        URI gateway = state.gateway();
        samples.add(
                said(Load.run("hello: the gateway's /healthz, 1 caller", gateway, 1, WARM_CALLS, Benchmarks::hello)));
        samples.add(
                said(Load.run("hello: the gateway's /healthz, 8 callers", gateway, 8, WARM_CALLS, Benchmarks::hello)));
        for (Demo.Fresh function : state.functions()) {
            if (function.name().startsWith("hello-")) {
                for (int callers : new int[] {1, 8}) {
                    String name = "warm " + function.runtime() + ", 128 MB, " + callers + " caller"
                            + (callers > 1 ? "s" : "");
                    samples.add(said(Load.run(name, gateway, callers, WARM_CALLS / 4, state.invoke(function.name()))));
                }
            }
        }
        cold(demo)
                .forEach((runtime, nanos) -> samples.add(said(new Sample(
                        "cold " + runtime + " from a stem, 128 MB",
                        nanos.stream().mapToLong(Long::longValue).toArray(),
                        nanos.stream().mapToLong(Long::longValue).sum() / 1e9))));
        for (var language : LANGUAGES.entrySet()) {
            samples.add(said(DockerRun.of(
                    "docker run " + language.getKey() + ", a container per call",
                    image(language.getKey()),
                    language.getValue(),
                    CONTAINERS)));
        }
        report(Path.of(arguments[1]), samples);
    }

    private static void hello(Wire wire) throws IOException {
        if (wire.send("GET", "/healthz", "").status() != 200) {
            throw new IOException("the gateway is not alive");
        }
    }

    /** First calls of functions that have never run, one after another, with stems ready. */
    private static Map<String, List<Long>> cold(Demo demo) throws IOException, InterruptedException {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int round = 0; round < COLD_ROUNDS; round++) {
            Demo.State state = demo.reset();
            for (Demo.Fresh function : state.functions()) {
                if (function.name().startsWith("hello-")) {
                    // Long enough for the stem that the last call took to be replaced.
                    Thread.sleep(2_500);
                    try (var wire = new Wire(state.gateway())) {
                        hello(wire);
                        long start = System.nanoTime();
                        state.invoke(function.name()).send(wire);
                        times.computeIfAbsent(function.runtime(), _ -> new ArrayList<>())
                                .add(System.nanoTime() - start);
                    }
                }
            }
        }
        return times;
    }

    private static String image(String runtime) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("runtimes/build", "--image", runtime).start();
        String image = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("runtimes/build does not know " + runtime);
        }
        return image;
    }

    private static Sample said(Sample sample) {
        System.out.println(sample.row());
        return sample;
    }

    private static void report(Path folder, List<Sample> samples) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var text = new StringBuilder("# Benchmarks of " + now + "\n\n")
                .append(machine())
                .append("\n\nClosed loop: each caller sends its next request when the last one is answered. Times in")
                .append(" milliseconds.\n\n| | calls | p50 | p99 | max | per second |\n|---|---|---|---|---|---|\n");
        samples.forEach(sample -> text.append(sample.row()).append('\n'));
        Files.createDirectories(folder);
        Path report = folder.resolve(now.toString().replaceAll("[:Z]", "") + ".md");
        Files.writeString(report, text);
        System.out.println("\nReport: " + report);
    }

    private static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown processor");
        return String.format(
                Locale.ROOT,
                "Machine: %d × %s, Linux %s; callers, platform and containers share it.",
                Runtime.getRuntime().availableProcessors(),
                model,
                System.getProperty("os.version"));
    }
}
