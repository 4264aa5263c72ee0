package io.millirun.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What happens when nothing does: freezing, a thousand functions without calls, and the platform's own memory. */
final class Rest implements Scenario {

    @Override
    public void run(Bench bench, Results results) throws IOException, InterruptedException {
        freeze(bench, results);
        idle(bench, results);
    }

    private static void freeze(Bench bench, Results results) throws IOException, InterruptedException {
        String function = bench.functions().deploy(Handler.nodeHello(), 1769);
        var call = bench.functions().call(function, Bench.EVENT);
        var gateway = bench.functions().gateway();
        Load.closed("warm-up", gateway, 1, 300, call);
        int count = bench.times(200);
        Sample awake = results.add(Load.open("warm, a call every 40 ms: never frozen", gateway, 25, count, call));
        Sample frozen =
                results.add(Load.open("warm, a call every 150 ms: frozen before each", gateway, 6.67, count, call));
        results.atMost(
                "freeze + thaw, as callers see it",
                frozen.p50() - awake.p50(),
                0.5,
                "ms",
                "p50 of calls every 150 ms less p50 of calls every 40 ms; caches are colder, too");
        bench.functions().deleteAll();
    }

    private static void idle(Bench bench, Results results) throws IOException, InterruptedException {
        int count = bench.times(1_000);
        for (int i = 0; i < count; i++) {
            bench.functions().deploy(Handler.nodeHello(), 128);
        }
        Thread.sleep(5_000);
        long containers = Containers.ours();
        double before = bench.platform().cpuSeconds();
        Thread.sleep(20_000);
        double share = (bench.platform().cpuSeconds() - before) / 20;
        double busy = bench.platform().metric("millirun_instances", "state=\"busy\"");
        results.note("With " + count + " functions deployed and no calls: " + containers
                + " containers of ours in the engine, " + (int) busy + " busy; the platform's process uses "
                + "%.2f %% of one core and holds %d MB."
                        .formatted(share * 100, bench.platform().residentBytes() >> 20));
        results.atMost("idle: CPU of the platform", share * 100, 2, "% of a core", count + " functions without calls");
        results.atMost(
                "idle: heap in use",
                bench.platform().metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20),
                512,
                "MB",
                "all roles in one process, its heap limited to 512 MB");
        bench.functions().deleteAll();
    }

    /** How fast CPU-bound work runs in a function and in a bare container of the same limits. */
    static final class CpuParity implements Scenario {

        private static final String SPIN = """
                const rounds = ROUNDS;
                require('http').createServer((request, response) => {
                  request.resume();
                  const start = process.hrtime.bigint();
                  let x = 1;
                  for (let i = 0; i < rounds; i++) x = (x * 1103515245 + 12345) % 2147483648;
                  response.end(JSON.stringify({ ms: Number(process.hrtime.bigint() - start) / 1e6, x }));
                }).listen(8080);
                """;

        private static final int ROUNDS = 20_000_000;

        @Override
        public void run(Bench bench, Results results) throws IOException, InterruptedException {
            String function = bench.functions().deploy(Handler.nodeSpin(), 1769);
            String event = new JsonObject().put("rounds", ROUNDS).encode();
            List<Long> ours = new ArrayList<>();
            List<Long> bare = new ArrayList<>();
            try (var server = Containers.serve(
                    Containers.image("nodejs24.x"),
                    1769,
                    8080,
                    List.of("/usr/bin/node", "-e", SPIN.replace("ROUNDS", String.valueOf(ROUNDS))))) {
                for (int i = 0; i < bench.times(15); i++) {
                    ours.add(nanos(bench.functions().invoke(function, event)));
                    try (var wire = new Wire(server.address())) {
                        bare.add(nanos(wire.send("POST", "/", "{}")));
                    }
                }
            }
            Sample function1769 = results.add(Sample.of("CPU-bound work in a function, 1769 MB", ours));
            Sample container = results.add(Sample.of("the same work in a bare container", bare));
            results.atLeast(
                    "speed of CPU-bound work against a bare container",
                    container.p50() / function1769.p50(),
                    0.98,
                    "",
                    "1769 MB, one core; measured inside the handler, in turns");
            bench.functions().deleteAll();
        }

        private static long nanos(Wire.Reply reply) {
            return (long) (new JsonObject(reply.body()).getDouble("ms") * 1e6);
        }
    }
}
