package io.millirun.metering.ingest;

import io.millirun.metering.TestPostgres;
import io.millirun.metering.TestSettings;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.spool.SpoolBatch;
import io.millirun.metering.spool.SpoolPosition;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Takes usage records into a test's database without a spool. */
public final class TestIngest {

    private final DataSource worker;

    private TestIngest(DataSource worker) {
        this.worker = worker;
    }

    public static TestIngest into(TestPostgres postgres) {
        return into(postgres.worker());
    }

    /** Through connections of the worker role. */
    public static TestIngest into(DataSource worker) {
        return new TestIngest(worker);
    }

    /** At the time of the first of them: none may be a day later, nor older than the retention. */
    public void ingest(UsageRecord... usages) {
        if (usages.length == 0) {
            return;
        }
        Clock clock = Clock.fixed(usages[0].id().startedAt(), ZoneOffset.UTC);
        UsageIngest ingest = new UsageIngest(worker, clock, TestSettings.metering());
        SpoolBatch batch = new SpoolBatch(List.of(usages), 0, 1, Instant.EPOCH, new SpoolPosition(1, 1));
        try {
            IngestResult result = ingest.ingest(UUID.randomUUID(), "node-1", batch);
            if (!result.refused().isEmpty()) {
                throw new IllegalArgumentException("refused: " + result.refused());
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
