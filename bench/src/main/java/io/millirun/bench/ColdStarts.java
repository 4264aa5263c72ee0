package io.millirun.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** First calls of functions that have never run: from a stem, with no stem left, and as a container per call. */
final class ColdStarts implements Scenario {

    /** Stems of each runtime that the platform keeps without demand: {@code millirun.engine.stems}. */
    private static final int RESERVE = 2;

    /** What Fn takes on a machine like this, ms. */
    private static final double FN_COLD = 355;

    /** Init times that AWS Lambda is known for (lambda-perf, August 2026), ms. */
    private static final Map<String, Double> AWS =
            Map.of("python3.13", 84.0, "nodejs24.x", 135.0, "java25", 185.0, "provided.al2023", 49.0);

    /** How each language prints a line without a function around it. */
    private static final Map<String, List<String>> PLAIN = Map.of(
            "nodejs24.x", List.of("/usr/bin/node", "-e", "console.log(1)"),
            "python3.13", List.of("/usr/bin/python3.13", "-c", "print(1)"));

    private static final Map<String, Double> P50_AIM =
            Map.of("python3.13", 15.0, "nodejs24.x", 15.0, "java25", 40.0, "provided.al2023", 15.0);

    @Override
    public void run(Bench bench, Results results) throws IOException, InterruptedException {
        Map<String, Sample> plain = new LinkedHashMap<>();
        for (var language : PLAIN.entrySet()) {
            plain.put(
                    language.getKey(),
                    results.add(Containers.run(
                            "docker run " + language.getKey() + ", a container per call",
                            Containers.image(language.getKey()),
                            language.getValue(),
                            bench.times(12))));
        }
        List<Handler> handlers =
                new ArrayList<>(List.of(Handler.nodeHello(), Handler.pythonHello("python3.13"), Handler.javaHello()));
        GoProgram.bootstrap().ifPresent(program -> handlers.add(Handler.provided("go-hello", program)));
        for (Handler handler : handlers) {
            Sample cold = results.add(fromStem(bench, handler, 128, bench.times(40)));
            fromStemAims(results, handler.runtime(), cold, Optional.ofNullable(plain.get(handler.runtime())));
        }
        results.add(fromStem(bench, Handler.nodeHello(), 1769, bench.times(10)));
        Sample large = results.add(fromStem(bench, Handler.pythonLarge(), 1769, bench.times(5)));
        results.atMost("cold p50 of 200 MB of unpacked Python", large.p50(), 1_000, "ms", "1769 MB, from a stem");
        empty(bench, results);
    }

    private static void fromStemAims(Results results, String runtime, Sample cold, Optional<Sample> plain) {
        double aim = P50_AIM.getOrDefault(runtime, 40.0);
        results.atMost("cold p50 " + runtime, cold.p50(), aim, "ms", "from a stem, 128 MB, wall time at the caller");
        results.atMost("cold p99 " + runtime, cold.p99(), 50, "ms", cold.count() + " functions, one after another");
        plain.ifPresent(run -> results.atMost(
                "cold p50 " + runtime + ", share of docker run", cold.p50() / run.p50(), 1 / 25.0, "", "same image"));
        results.atMost("cold p50 " + runtime + ", share of Fn's", cold.p50() / FN_COLD, 1 / 20.0, "", "Fn: 355 ms");
        Double aws = AWS.get(runtime);
        if (aws != null) {
            results.atMost("cold p50 " + runtime + " against AWS Lambda's init", cold.p50(), aws, "ms", "lambda-perf");
        }
    }

    /** Each call of another function, when a stem is ready and the machine has calmed down. */
    private static Sample fromStem(Bench bench, Handler handler, int megabytes, int count)
            throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        String stems = handler.runtime().startsWith("provided") ? "provided" : handler.runtime();
        for (int i = 0; i < count; i++) {
            String function = bench.functions().deploy(handler, megabytes);
            // A reserve that is being filled has a container starting beside the call, which is the crowd's scenario.
            bench.platform().awaitStems(stems, RESERVE);
            try (var wire = new Wire(bench.functions().gateway())) {
                WarmCalls.healthz(wire);
                long start = System.nanoTime();
                bench.functions().call(function, Bench.EVENT).send(wire);
                nanos.add(System.nanoTime() - start);
            }
            bench.functions().delete(function);
        }
        return Sample.of("cold " + handler.runtime() + " from a stem, " + megabytes + " MB, " + handler.name(), nanos);
    }

    /**
     * One cold call more than there are stems, all at the same moment: the slowest of them waited for a container. Called one
     * after another they would not, because the reserve is filled again meanwhile.
     */
    private static void empty(Bench bench, Results results) throws IOException, InterruptedException {
        String image = Containers.image("nodejs24.x");
        List<Long> plain = new ArrayList<>();
        for (int i = 0; i < bench.times(6); i++) {
            long start = System.nanoTime();
            Containers.serve(image, 1769, 8080, List.of("/usr/bin/node", "-e", SERVER))
                    .close();
            plain.add(System.nanoTime() - start);
        }
        Sample started = results.add(Sample.of("container start + language start until it answers", plain));
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < bench.times(6); round++) {
            bench.platform().awaitStems("nodejs24.x", RESERVE);
            int stems = (int) bench.platform().metric("millirun_stems_ready", "runtime=\"nodejs24.x\"");
            List<String> functions = new ArrayList<>();
            List<Load.Request> calls = new ArrayList<>();
            for (int i = 0; i <= stems; i++) {
                functions.add(bench.functions().deploy(Handler.nodeHello(), 128));
                calls.add(bench.functions().call(functions.getLast(), Bench.EVENT));
            }
            Sample burst = Load.burst(
                    "one more than there are stems", bench.functions().gateway(), calls);
            nanos.add((long) (burst.percentileMs(1) * 1e6));
            for (String function : functions) {
                bench.functions().delete(function);
            }
        }
        Sample waited = results.add(Sample.of("cold nodejs24.x with no stem left", nanos));
        results.atMost(
                "pool empty, against container start + language start",
                waited.p50() / started.p50(),
                1.15,
                "",
                "the baseline is the engine's command line and a server's first answer");
    }

    private static final String SERVER =
            "require('http').createServer((q, r) => { q.resume(); r.end('{}'); }).listen(8080);";
}
