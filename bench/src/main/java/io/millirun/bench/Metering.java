package io.millirun.bench;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.spool.UsageSpool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/** What metering costs: a record into a spool on this disk, beside what a whole call costs; and the way to PostgreSQL. */
final class Metering implements Scenario {

    @Override
    public void run(Bench bench, Results results) throws IOException, InterruptedException {
        double micros = append(bench.times(500_000));
        results.atLeast("records into the spool", 1e6 / micros, 50_000, "/s", "one thread, synced every second");
        results.atMost(
                "what the spool adds to a call", micros, 20, "µs", "one write to the page cache, before the answer");
        shipped(bench, results, micros);
    }

    /** Microseconds for one record, after as many again that are not counted. */
    private static double append(int count) throws IOException {
        Path folder = Files.createTempDirectory("bench-spool");
        var settings = new MeteringProperties.Spool(
                Duration.ofSeconds(1), DataSize.ofMegabytes(16), Duration.ofMinutes(10), DataSize.ofGigabytes(2));
        try (UsageSpool spool = UsageSpool.open(folder, settings, Clock.systemUTC())) {
            fill(spool, count);
            long start = System.nanoTime();
            fill(spool, count);
            return (System.nanoTime() - start) / 1e3 / count;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void fill(UsageSpool spool, int count) {
        var tenant = TenantId.next();
        var function = FunctionId.next();
        for (int i = 0; i < count; i++) {
            spool.append(new UsageRecord(
                    InvocationId.next(),
                    tenant,
                    function,
                    "1",
                    Trigger.INVOKE,
                    false,
                    0,
                    1_234,
                    2,
                    new MemorySize(1769),
                    64L << 20,
                    900,
                    14,
                    15,
                    Outcome.OK,
                    "bench"));
        }
    }

    /** Calls of a real function: their CPU with metering, and how fast their records were taken in. */
    private static void shipped(Bench bench, Results results, double appendMicros)
            throws IOException, InterruptedException {
        String function = bench.functions().deploy(Handler.nodeHello(), 1769);
        var call = bench.functions().call(function, Bench.EVENT);
        Load.closed("warm-up", bench.functions().gateway(), 8, bench.times(1_000), call);
        Thread.sleep(2_000);
        double records = bench.platform().metric("millirun_usage_shipped_total", "");
        double seconds = bench.platform().metric("millirun_usage_shipping_batches_seconds_sum", "");
        Sample calls = results.add(
                Load.closed("metered calls, 8 callers", bench.functions().gateway(), 8, bench.times(2_000), call));
        Thread.sleep(2_000);
        double shipped = bench.platform().metric("millirun_usage_shipped_total", "") - records;
        double took = bench.platform().metric("millirun_usage_shipping_batches_seconds_sum", "") - seconds;
        results.atLeast(
                "throughput with metering, share of without",
                1 - appendMicros * calls.perSecond() / 1e6,
                0.95,
                "",
                "from the time of one record and the calls a second: metering cannot be switched off");
        results.note(
                "%.0f records reached PostgreSQL in %.2f s of transactions, %.0f a second, in the small batches of a live"
                                .formatted(shipped, took, shipped / took)
                        + " platform; what the way takes in at most is not measured here.");
        bench.functions().deleteAll();
    }
}
