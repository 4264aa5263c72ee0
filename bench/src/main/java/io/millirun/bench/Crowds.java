package io.millirun.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Many at once: a burst of cold functions, and a neighbour who goes on working beside it. */
final class Crowds implements Scenario {

    @Override
    public void run(Bench bench, Results results) throws IOException, InterruptedException {
        burst(bench, results);
        neighbour(bench, results);
    }

    private static void burst(Bench bench, Results results) throws IOException, InterruptedException {
        int count = bench.times(50);
        List<Load.Request> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(bench.functions().call(bench.functions().deploy(Handler.nodeHello(), 128), Bench.EVENT));
        }
        bench.platform().awaitStems("nodejs24.x", 1);
        int stems = (int) bench.platform().metric("millirun_stems_ready", "runtime=\"nodejs24.x\"");
        Sample burst = results.add(Load.burst(
                "burst of " + count + " cold functions at once",
                bench.functions().gateway(),
                calls));
        results.atMost(
                "burst p99", burst.p99(), 10_000, "ms", count + " functions, all answered; stems ready: " + stems);
        bench.functions().deleteAll();
    }

    private static void neighbour(Bench bench, Results results) throws IOException, InterruptedException {
        String neighbour = bench.functions().deploy(Handler.nodeHello(), 1769);
        var call = bench.functions().call(neighbour, Bench.EVENT);
        var gateway = bench.functions().gateway();
        int count = bench.times(1_000);
        List<String> cold = new ArrayList<>();
        for (int i = 0; i < bench.times(20); i++) {
            cold.add(bench.functions().deploy(Handler.nodeHello(), 128));
        }
        bench.platform().awaitStems("nodejs24.x", 1);
        Load.closed("warm-up", gateway, 1, 200, call);
        Sample quiet = results.add(Load.open("neighbour alone, open loop 50/s", gateway, 50, count, call));
        var over = new AtomicBoolean();
        Thread others = Thread.ofVirtual().start(() -> {
            for (String function : cold) {
                if (over.get()) {
                    return;
                }
                try {
                    bench.functions().invoke(function, Bench.EVENT);
                    Thread.sleep(800);
                } catch (IOException failed) {
                    System.err.println(failed.getMessage());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        });
        Sample busy =
                results.add(Load.open("neighbour while stems are taken and refilled, 50/s", gateway, 50, count, call));
        over.set(true);
        others.join();
        results.atMost(
                "neighbour's p99 while pools refill",
                busy.p99() / quiet.p99(),
                2,
                "×",
                "a cold call every 0.8 s beside it; the second core is shared with the callers");
        bench.functions().deleteAll();
    }
}
