package io.millirun.metering.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.TestSettings;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.spool.SpoolPosition;
import io.millirun.metering.spool.UsageSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

@NullUnmarked
class UsageShipperIT {

    private static final MeteringProperties SETTINGS = TestSettings.metering();
    private static final TestPostgres POSTGRES = TestPostgres.with("metering");

    @TempDir
    Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final UsageRecords records = UsageRecords.startedAt(Instant.now());
    private final UsageIngest ingest = new UsageIngest(POSTGRES.worker(), Clock.systemUTC(), SETTINGS);
    private UsageSpool spool;
    private UsageShipper shipper;

    @BeforeEach
    void start() {
        spool = UsageSpool.open(folder, SETTINGS.spool(), Clock.systemUTC());
        shipper = newShipper();
    }

    @AfterEach
    void stop() {
        shipper.stop();
        spool.close();
    }

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void whatIsAppendedArrivesAndLeavesTheSpool() {
        shipper.start();

        append(1_234);

        await().untilAsserted(() -> assertThat(invocations()).isEqualTo(1_234));
        await().untilAsserted(() -> assertThat(spool.backlog().records()).isZero());
        assertThat(spool.backlog().oldest()).isEmpty();
        assertThat(metrics.counter("millirun.usage.shipped").count()).isEqualTo(1_234);
    }

    @Test
    void whileTheDatabaseIsAwayTheSpoolKeepsWhatComesAndShipsItAfterwardsOnce() {
        shipper.start();
        append(10);
        await().untilAsserted(() -> assertThat(invocations()).isEqualTo(10));

        POSTGRES.reachable(false);
        try {
            append(700);
            await().untilAsserted(() -> assertThat(
                            metrics.counter("millirun.usage.shipping.failures").count())
                    .isPositive());
            assertThat(spool.backlog().records()).isEqualTo(700);
            assertThat(spool.backlog().oldest()).isPresent();
        } finally {
            POSTGRES.reachable(true);
        }

        await().untilAsserted(() -> assertThat(invocations()).isEqualTo(710));
        await().untilAsserted(() -> assertThat(spool.backlog().records()).isZero());
    }

    @Test
    void aCrashBetweenCommitAndDeletionShipsNothingTwiceAndLosesNothing() throws SQLException, IOException {
        append(900);
        var committed = spool.read(SpoolPosition.START, 600);
        var _ = ingest.ingest(spool.id(), "node-1", committed);
        // The process ends here: the spool was not told.
        spool.close();
        spool = UsageSpool.open(folder, SETTINGS.spool(), Clock.systemUTC());
        shipper = newShipper();
        append(100);

        shipper.start();

        await().untilAsserted(() -> assertThat(invocations()).isEqualTo(1_000));
        await().untilAsserted(() -> assertThat(spool.backlog().records()).isZero());
        assertThat(metrics.counter("millirun.usage.shipped").count()).isEqualTo(400);
        assertThat(metrics.counter("millirun.usage.duplicates").count()).isZero();
    }

    @Test
    void aSpoolThatLostItsPositionIsShippedAgainWithoutDoubling() throws SQLException, IOException {
        append(50);
        var _ = ingest.ingest(spool.id(), "node-1", spool.read(SpoolPosition.START, 50));
        try (var owner = POSTGRES.owner().getConnection();
                var statement = owner.createStatement()) {
            statement.execute("delete from metering.spool_position");
        }
        append(1);

        shipper.start();

        await().untilAsserted(() -> assertThat(invocations()).isEqualTo(51));
        assertThat(metrics.counter("millirun.usage.duplicates").count()).isEqualTo(50);
    }

    @Test
    void connectionsCutAtAnyTimeNeitherLoseNorDouble() {
        shipper.start();
        for (int round = 0; round < 20; round++) {
            append(250);
            POSTGRES.disconnectAll();
        }

        await().untilAsserted(() -> assertThat(spool.backlog().records()).isZero());
        assertThat(invocations()).isEqualTo(5_000);
        assertThat(rawRecords()).isEqualTo(5_000);
    }

    @Test
    void stoppingShipsWhatIsThere() {
        shipper.start();
        append(20);

        shipper.stop();

        assertThat(shipper.isRunning()).isFalse();
        assertThat(invocations()).isEqualTo(20);
    }

    private UsageShipper newShipper() {
        return new UsageShipper(
                spool,
                ingest,
                SETTINGS,
                new ShippingMetrics(metrics),
                new StaticListableBeanFactory().getBeanProvider(ShippingListener.class));
    }

    private void append(int count) {
        IntStream.range(0, count).forEach(_ -> spool.append(records.next()));
    }

    private long invocations() {
        return count("select coalesce(sum(invocations), 0) from metering.usage_hour where tenant_id = ?");
    }

    private long rawRecords() {
        return count("select count(*) from metering.usage_record where tenant_id = ?");
    }

    private long count(String sql) {
        return JdbcClient.create(POSTGRES.worker())
                .sql(sql)
                .param(records.tenant().value())
                .query(Long.class)
                .single();
    }
}
