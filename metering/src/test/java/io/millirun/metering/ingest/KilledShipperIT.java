package io.millirun.metering.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Kills;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.TestSettings;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.spool.UsageSpool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Kills a process (SIGKILL) that appends usage and ships it at the same time, at any point of either, and looks for every
 * record whose append had returned: each must be in PostgreSQL once, and the sums must be those of the records.
 */
class KilledShipperIT {

    private static final MeteringProperties SETTINGS = TestSettings.metering();
    private static final TestPostgres POSTGRES = TestPostgres.with("metering");

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Random chance = new Random(7);
    private final UUID tenant = TenantId.next().value();
    private final UUID function = FunctionId.next().value();

    @TempDir
    Path folder;

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void everyAppendThatReturnedIsInTheDatabaseOnceWhateverWasKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        int kills = Kills.times(4);
        for (int kill = 0; kill < kills; kill++) {
            // From before the first batch is shipped to after the spool has gone through several segments.
            acknowledged.addAll(workUntilKilled(1 + chance.nextInt(3_000)));
        }
        shipTheRest();

        List<String> stored = worker().sql("select id::text from metering.usage_record where tenant_id = ?")
                .param(tenant)
                .query(String.class)
                .list();
        Set<String> distinct = new HashSet<>(stored);
        assertThat(distinct).hasSameSizeAs(stored);
        assertThat(acknowledged).allMatch(distinct::contains);
        // The append that a kill interrupted may be there or not.
        assertThat(stored.size() - acknowledged.size()).isBetween(0, kills);
        assertThat(sum("usage_hour")).isEqualTo(stored.size());
        assertThat(sum("usage_day")).isEqualTo(stored.size());
        assertThat(worker().sql("select count(*) from metering.refused_usage")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private List<String> workUntilKilled(int records) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        spoolFolder().toString(),
                        POSTGRES.url(),
                        POSTGRES.password(),
                        tenant.toString(),
                        function.toString())
                .redirectError(errors.toFile())
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The log goes the same way; and a line that the kill cut short is no acknowledgement.
                if (!ID.matcher(line).matches()) {
                    continue;
                }
                acknowledged.add(line);
                if (acknowledged.size() == records) {
                    // Through the handle: the process itself would close the pipe with the last lines in it.
                    worker.toHandle().destroyForcibly();
                }
            }
        }
        worker.waitFor();
        assertThat(acknowledged.size()).as(Files.readString(errors)).isGreaterThanOrEqualTo(records);
        return acknowledged;
    }

    private Path spoolFolder() {
        return folder.resolve("spool");
    }

    private void shipTheRest() throws Exception {
        try (UsageSpool spool = UsageSpool.open(spoolFolder(), SETTINGS.spool(), Clock.systemUTC())) {
            UsageShipper shipper = shipper(spool, POSTGRES.worker());
            shipper.start();
            shipper.stop();
            assertThat(spool.backlog().records()).isZero();
        }
    }

    private long sum(String table) {
        return worker().sql("select coalesce(sum(invocations), 0) from metering." + table + " where tenant_id = ?")
                .param(tenant)
                .query(Long.class)
                .single();
    }

    private static JdbcClient worker() {
        return JdbcClient.create(POSTGRES.worker());
    }

    private static UsageShipper shipper(UsageSpool spool, javax.sql.DataSource worker) {
        return new UsageShipper(
                spool,
                new UsageIngest(worker, Clock.systemUTC(), SETTINGS),
                SETTINGS,
                new ShippingMetrics(new SimpleMeterRegistry()),
                new StaticListableBeanFactory().getBeanProvider(ShippingListener.class));
    }

    /** The process that is killed: ships all the time, and prints the id of each record after its append has returned. */
    static final class Worker {

        /** Records that may wait, so that kills meet the shipping and not only the appending. */
        private static final long MOST_WAITING = 800;

        private Worker() {}

        public static void main(String[] args) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(args[1]);
            database.setUser("millirun_worker");
            database.setPassword(args[2]);
            UsageSpool spool = UsageSpool.open(Path.of(args[0]), SETTINGS.spool(), Clock.systemUTC());
            shipper(spool, database).start();
            UsageRecords records = UsageRecords.startedAt(Instant.now())
                    .of(new TenantId(UUID.fromString(args[3])))
                    .of(new FunctionId(UUID.fromString(args[4])));
            while (true) {
                UsageRecord usage = records.next();
                spool.append(usage);
                System.out.println(usage.id());
                while (spool.backlog().records() > MOST_WAITING) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }
}
