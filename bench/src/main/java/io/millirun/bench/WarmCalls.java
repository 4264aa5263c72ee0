package io.millirun.bench;

import java.io.IOException;
import java.util.List;

/** Warm calls beside the same handler as a plain HTTP server, and beside the gateway's own answer. */
final class WarmCalls implements Scenario {

    /** What Fn did on a machine like this: calls a second with one caller, with eight, and the p50 of one, ms. */
    private static final double FN_ONE = 1_708;

    private static final double FN_EIGHT = 2_130;
    private static final double FN_P50 = 0.446;

    private static final String NODE_SERVER = """
            const handler = async (event) => ({ hello: event.name });
            require('http').createServer((request, response) => {
              const parts = [];
              request.on('data', (part) => parts.push(part));
              request.on('end', async () => {
                const answer = JSON.stringify(await handler(JSON.parse(Buffer.concat(parts).toString() || '{}')));
                response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length });
                response.end(answer);
              });
            }).listen(8080);
            """;

    @Override
    public void run(Bench bench, Results results) throws IOException, InterruptedException {
        var gateway = bench.functions().gateway();
        int calls = bench.times(4_000);
        results.add(Load.closed("hello: the gateway's /healthz, 1 caller", gateway, 1, calls, WarmCalls::healthz));
        Sample hello = results.add(
                Load.closed("hello: the gateway's /healthz, 8 callers", gateway, 8, calls, WarmCalls::healthz));
        Sample direct;
        Sample directOpen;
        Sample directEight;
        try (var server = Containers.serve(
                Containers.image("nodejs24.x"), 1769, 8080, List.of("/usr/bin/node", "-e", NODE_SERVER))) {
            Load.Request request = wire -> plain(wire);
            direct = results.add(
                    Load.closed("direct nodejs24.x, 1769 MB, 1 caller", server.address(), 1, calls, request));
            directEight = results.add(
                    Load.closed("direct nodejs24.x, 1769 MB, 8 callers", server.address(), 8, calls / 4, request));
            directOpen = results.add(Load.open(
                    "direct nodejs24.x, 1769 MB, open loop 200/s", server.address(), 200, bench.times(2_000), request));
        }
        String function = bench.functions().deploy(Handler.nodeHello(), 1769);
        Load.Request call = bench.functions().call(function, Bench.EVENT);
        Sample one = results.add(Load.closed("warm nodejs24.x, 1769 MB, 1 caller", gateway, 1, calls, call));
        Sample open = results.add(
                Load.open("warm nodejs24.x, 1769 MB, open loop 200/s", gateway, 200, bench.times(2_000), call));
        results.atMost(
                "warm p50 above direct", one.p50() - direct.p50(), 0.25, "ms", "one caller, 1769 MB, closed loop");
        results.atMost("warm p99 above direct", one.p99() - direct.p99(), 3, "ms", "one caller, 1769 MB, closed loop");
        results.atMost(
                "warm p50 above direct, open loop", open.p50() - directOpen.p50(), 0.25, "ms", "200 calls a second");
        results.atMost(
                "warm p99 above direct, open loop", open.p99() - directOpen.p99(), 3, "ms", "200 calls a second");
        double before = bench.platform().cpuSeconds();
        Sample eight = results.add(Load.closed("warm nodejs24.x, 1769 MB, 8 callers", gateway, 8, calls, call));
        double perCall = (bench.platform().cpuSeconds() - before) * 1e6 / (eight.count() * 1.1);
        results.atMost("platform CPU per warm call", perCall, 60, "µs", "8 callers; the platform's process, all roles");
        results.atLeast(
                "warm throughput, share of hello",
                eight.perSecond() / hello.perSecond(),
                0.12,
                "",
                "8 callers; callers, platform and containers share the machine");
        results.note("A plain server in a container takes %.0f calls a second with 8 callers, a function %.0f."
                .formatted(directEight.perSecond(), eight.perSecond()));
        results.atLeast("throughput against Fn, 1 caller", one.perSecond() / FN_ONE, 2, "", "official Node.js client");
        results.atLeast(
                "throughput against Fn, 8 callers", eight.perSecond() / FN_EIGHT, 2, "", "official Node.js client");
        results.atMost("p50 against Fn's", one.p50(), FN_P50, "ms", "one caller, Node.js");
        small(bench, results);
        go(bench, results);
    }

    /** The same with the smallest functions, whose share of CPU dominates what is seen. */
    private static void small(Bench bench, Results results) throws IOException, InterruptedException {
        for (Handler handler : List.of(Handler.nodeHello(), Handler.pythonHello("python3.13"))) {
            String function = bench.functions().deploy(handler, 128);
            results.add(Load.open(
                    "warm " + handler.runtime() + ", 128 MB, open loop 50/s",
                    bench.functions().gateway(),
                    50,
                    bench.times(500),
                    bench.functions().call(function, Bench.EVENT)));
        }
        String function = bench.functions().deploy(Handler.pythonHello("python3.13"), 1769);
        results.add(Load.closed(
                "warm python3.13, 1769 MB, 1 caller",
                bench.functions().gateway(),
                1,
                bench.times(4_000),
                bench.functions().call(function, Bench.EVENT)));
    }

    private static void go(Bench bench, Results results) throws IOException, InterruptedException {
        var bootstrap = GoProgram.bootstrap();
        if (bootstrap.isEmpty()) {
            results.note("No Go function was measured: there is no Go here, or its libraries could not be fetched.");
            return;
        }
        String function = bench.functions().deploy(Handler.provided("go-hello", bootstrap.get()), 1769);
        Load.Request call = bench.functions().call(function, Bench.EVENT);
        var gateway = bench.functions().gateway();
        Sample one = results.add(Load.closed("warm Go, 1769 MB, 1 caller", gateway, 1, bench.times(4_000), call));
        Sample eight = results.add(Load.closed("warm Go, 1769 MB, 8 callers", gateway, 8, bench.times(4_000), call));
        results.atLeast("Go throughput against Fn, 1 caller", one.perSecond() / FN_ONE, 3, "", "aws-lambda-go");
        results.atLeast("Go throughput against Fn, 8 callers", eight.perSecond() / FN_EIGHT, 3, "", "aws-lambda-go");
    }

    static void healthz(Wire wire) throws IOException {
        if (wire.send("GET", "/healthz", "").status() != 200) {
            throw new IOException("the gateway is not alive");
        }
    }

    private static void plain(Wire wire) throws IOException {
        if (wire.send("POST", "/", Bench.EVENT).status() != 200) {
            throw new IOException("the plain server did not answer");
        }
    }
}
