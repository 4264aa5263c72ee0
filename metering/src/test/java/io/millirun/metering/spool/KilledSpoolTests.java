package io.millirun.metering.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.metering.Kills;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Kills a writing process (SIGKILL) while it appends, and looks for every record whose append had returned. */
class KilledSpoolTests {

    private static final int KILLS = Kills.times(3);
    private static final MeteringProperties.Spool SETTINGS = new MeteringProperties.Spool(
            Duration.ofMillis(2), DataSize.ofKilobytes(64), Duration.ofMinutes(1), DataSize.ofMegabytes(64));

    @TempDir
    Path folder;

    @Test
    void everyAppendThatReturnedIsThereAndNoneTwice() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged.addAll(appendUntilKilled((kill % 5 + 1) * 1_000));
        }

        List<String> found = new ArrayList<>();
        try (UsageSpool spool = UsageSpool.open(folder, SETTINGS, Clock.systemUTC())) {
            SpoolPosition position = spool.resume(SpoolPosition.START);
            for (SpoolBatch batch = spool.read(position, 777); !batch.isEmpty(); batch = spool.read(position, 777)) {
                assertThat(batch.unreadable()).isZero();
                batch.records().stream().map(KilledSpoolTests::name).forEach(found::add);
                position = batch.next();
            }
        }

        Set<String> distinct = new HashSet<>(found);
        assertThat(distinct).hasSameSizeAs(found);
        assertThat(acknowledged).allMatch(distinct::contains);
        // The append that the kill interrupted may be there or not.
        assertThat(found.size() - acknowledged.size()).isBetween(0, KILLS);
    }

    private List<String> appendUntilKilled(int records) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == records) {
                    // Through the handle: the process itself would close the pipe with the last lines in it.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        writer.waitFor();
        // A line that the kill cut short is no acknowledgement.
        acknowledged.removeIf(line -> line.length() != 36);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(records - 1);
        return acknowledged;
    }

    private static String name(UsageRecord usage) {
        return usage.id().toString();
    }

    /** The process that is killed: prints the id of each record after its append has returned. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) {
            UsageRecords records = UsageRecords.startedAt(Instant.now());
            UsageSpool spool = UsageSpool.open(Path.of(args[0]), SETTINGS, Clock.systemUTC());
            while (true) {
                UsageRecord usage = records.next();
                spool.append(usage);
                System.out.println(name(usage));
            }
        }
    }
}
