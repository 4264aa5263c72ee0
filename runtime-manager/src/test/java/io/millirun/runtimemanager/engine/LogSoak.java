package io.millirun.runtimemanager.engine;

import io.millirun.runtimemanager.engine.EngineRig.Options;
import io.millirun.runtimemanager.logs.LogPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Calls many functions many times and looks for lines that are kept with another call than the one that printed them, or
 * not at all, or twice. Run with the number of calls: {@code 100000}.
 */
final class LogSoak {

    private static final int LINES = 5;

    private LogSoak() {}

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        try (EngineRig rig = EngineRig.start(Options.usual(), "nodejs24.x")) {
            long start = System.nanoTime();
            List<String> stray = strayLines(rig, 50, calls, 8);
            System.out.printf(
                    "%,d calls, %,d records, %,d stray lines, %,d s%n",
                    calls, rig.records.size(), stray.size(), (System.nanoTime() - start) / 1_000_000_000);
            stray.stream().limit(20).forEach(System.out::println);
            if (!stray.isEmpty() || rig.records.size() != calls) {
                throw new IllegalStateException("lines went astray, or records are missing");
            }
        }
    }

    /** What is wrong with the logs of {@code calls} calls of {@code functions} functions; empty if nothing. */
    static List<String> strayLines(EngineRig rig, int functions, int calls, int callers) throws Exception {
        for (int f = 0; f < functions; f++) {
            rig.deploy("nodejs24.x", "soak-" + f, "index.mjs", """
                    export const handler = async (event) => {
                      for (let i = 0; i < %d; i++) console.log(`<${event.n}:${i}>`);
                      return event.n;
                    };
                    """.formatted(LINES));
        }
        Map<String, Integer> numbers = new HashMap<>();
        try (var pool = Executors.newFixedThreadPool(callers)) {
            List<Callable<String>> work = IntStream.range(0, calls)
                    .<Callable<String>>mapToObj(n -> () -> {
                        var answer = rig.invoke("soak-" + n % functions, "{\"n\":" + n + "}");
                        if (!answer.body().equals(Integer.toString(n))) {
                            throw new IllegalStateException("call " + n + " was answered " + answer.body());
                        }
                        return answer.headers().firstValue("X-Amzn-RequestId").orElseThrow();
                    })
                    .toList();
            List<Future<String>> done = pool.invokeAll(work);
            for (int n = 0; n < calls; n++) {
                numbers.put(done.get(n).get(), n);
            }
        }
        List<String> stray = new ArrayList<>();
        Map<String, Set<String>> seen = new HashMap<>();
        synchronized (rig.logParts) {
            for (LogPart part : rig.logParts) {
                Integer number = numbers.get(part.id().toString());
                if (number == null) {
                    continue;
                }
                for (String line : part.output().toString().lines().toList()) {
                    String mark = line.substring(Math.max(0, line.indexOf('<')));
                    Set<String> own = seen.computeIfAbsent(part.id().toString(), _ -> new HashSet<>());
                    if (part.kind() == LogPart.Kind.LATE || !mark.startsWith("<" + number + ":") || !own.add(mark)) {
                        stray.add("with call " + number + " (" + part.kind() + "): " + line);
                    }
                }
            }
        }
        numbers.forEach((id, number) -> {
            int count = seen.getOrDefault(id, Set.of()).size();
            if (count != LINES) {
                stray.add("call " + number + " has " + count + " lines");
            }
        });
        return stray;
    }
}
