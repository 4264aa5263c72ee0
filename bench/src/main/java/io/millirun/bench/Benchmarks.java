package io.millirun.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measures a running platform and its baselines in one run. Arguments: the data folder of the platform, the folder for the
 * reports, and names of scenarios; all of them if none is named. The property {@code scale} makes every count smaller.
 */
public final class Benchmarks {

    private static final Map<String, Scenario> SCENARIOS = scenarios();

    private Benchmarks() {}

    private static Map<String, Scenario> scenarios() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("warm", new WarmCalls());
        all.put("cold", new ColdStarts());
        all.put("crowd", new Crowds());
        all.put("events", new Events());
        all.put("cpu", new Rest.CpuParity());
        all.put("rest", new Rest());
        all.put("metering", new Metering());
        return all;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var platform = new Platform(Path.of(arguments[0]));
        double scale = Double.parseDouble(System.getProperty("scale", "1"));
        Set<String> chosen = new LinkedHashSet<>(List.of(arguments).subList(2, arguments.length));
        if (!SCENARIOS.keySet().containsAll(chosen)) {
            throw new IllegalArgumentException("scenarios are " + SCENARIOS.keySet());
        }
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        double load = ProcessFile.load();
        var results = new Results();
        try (var functions = new Functions(platform.demo())) {
            var bench = new Bench(platform, functions, scale);
            for (var scenario : SCENARIOS.entrySet()) {
                if (chosen.isEmpty() || chosen.contains(scenario.getKey())) {
                    System.out.println("\n" + scenario.getKey());
                    scenario.getValue().run(bench, results);
                    functions.deleteAll();
                }
            }
        }
        write(Path.of(arguments[1]), begin, load, scale, results);
    }

    private static void write(Path folder, Instant begin, double load, double scale, Results results)
            throws IOException {
        var machine = new JsonObject()
                .put("processor", ProcessFile.processor())
                .put("cores", Containers.cores())
                .put("memoryMb", ProcessFile.memoryMegabytes())
                .put("linux", System.getProperty("os.version"))
                .put("loadBefore", load)
                .put("scale", scale)
                .put("begin", begin.toString());
        List<String> preface = List.of(
                String.format(
                        Locale.ROOT,
                        "Machine: %d × %s, %d MB, Linux %s; callers, platform and containers share it. Load average"
                                + " before: %.2f.%s",
                        Containers.cores(),
                        ProcessFile.processor(),
                        ProcessFile.memoryMegabytes(),
                        System.getProperty("os.version"),
                        load,
                        scale == 1 ? "" : " Counts scaled by " + scale + "."),
                "",
                "Closed loop: each caller sends its next request when the last one is answered. Open loop: requests are sent"
                        + " at fixed times, and each time counts from when the request was due.");
        Files.createDirectories(folder);
        String name = begin.toString().replaceAll("[:Z]", "");
        Path report = folder.resolve(name + ".md");
        Files.writeString(report, results.markdown("Benchmarks of " + begin, preface));
        Files.writeString(folder.resolve(name + ".json"), results.json(machine).encodePrettily() + "\n");
        System.out.println("\nReport: " + report);
    }
}
