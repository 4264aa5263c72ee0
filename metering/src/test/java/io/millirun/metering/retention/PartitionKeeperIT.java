package io.millirun.metering.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.metering.TestPostgres;
import io.millirun.metering.TestSettings;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PartitionKeeperIT {

    private static final TestPostgres POSTGRES = TestPostgres.with("metering");
    private static final Instant NOW = Instant.parse("2028-03-31T12:00:00Z");

    private final JdbcClient worker = JdbcClient.create(POSTGRES.worker());
    private final PartitionKeeper keeper =
            new PartitionKeeper(worker, TestSettings.metering(), Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void makesTheComingDaysDropsTheExpiredOnesAndKeepsTheirSums() {
        UsageRecords records = UsageRecords.startedAt(NOW);
        for (String day : List.of("2027-02-26", "2027-02-27", "2027-02-28", "2028-03-31")) {
            TestIngest.into(POSTGRES)
                    .ingest(records.at(Instant.parse(day + "T23:59:59Z")).next());
        }

        keeper.keep();
        keeper.keep();

        assertThat(partitions())
                .containsExactly(
                        "usage_record_20270227",
                        "usage_record_20270228",
                        "usage_record_20280331",
                        "usage_record_20280401",
                        "usage_record_20280402",
                        "usage_record_20280403",
                        "usage_record_20280404",
                        "usage_record_20280405",
                        "usage_record_20280406",
                        "usage_record_20280407");
        assertThat(worker.sql("select sum(invocations) from metering.usage_hour")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
    }

    private List<String> partitions() {
        return worker.sql("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'metering.usage_record'::regclass order by 1""").query(String.class).list();
    }
}
