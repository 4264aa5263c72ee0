package io.millirun.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Asynchronous calls: how fast they are accepted, and how many a second run from acceptance to their written end. */
final class Events implements Scenario {

    private static final String ENDED = "millirun_events_attempts_total";
    private static final String SUCCEEDED = "outcome=\"succeeded\"";
    private static final int CALLERS = 32;
    private static final int AIM = 1_000;

    @Override
    public void run(Bench bench, Results results) throws IOException, InterruptedException {
        String function = bench.functions().deploy(Handler.nodeHello(), 1769);
        var gateway = bench.functions().gateway();
        Load.closed("warm-up", gateway, 4, 100, bench.functions().call(function, Bench.EVENT));
        int perCaller = bench.times(500);
        // A tenth as many come first, as everywhere: they are events, too.
        int count = CALLERS * (perCaller + Math.max(1, perCaller / 10));
        double before = bench.platform().metric(ENDED, SUCCEEDED);
        double cpu = bench.platform().cpuSeconds();
        long start = System.nanoTime();
        results.add(Load.closed(
                "accept an event, " + CALLERS + " callers",
                gateway,
                CALLERS,
                perCaller,
                bench.functions().accept(function, Bench.EVENT)));
        double acceptedAfter = (System.nanoTime() - start) / 1e9;
        while (bench.platform().metric(ENDED, SUCCEEDED) - before < count) {
            if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(5)) {
                throw new IOException("not all of " + count + " events have succeeded after five minutes");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        results.atLeast(
                "events from acceptance to their written end",
                count / seconds,
                AIM,
                "/s",
                "%d events of a no-op Node.js function in %.1f s, accepted within %.1f s; platform CPU %.0f µs each"
                        .formatted(
                                count, seconds, acceptedAfter, (bench.platform().cpuSeconds() - cpu) * 1e6 / count));
        bench.functions().deleteAll();
    }
}
