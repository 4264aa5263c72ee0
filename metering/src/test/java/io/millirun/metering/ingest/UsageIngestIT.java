package io.millirun.metering.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.Outcome;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.TestSettings;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.spool.SpoolBatch;
import io.millirun.metering.spool.SpoolPosition;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsageIngestIT {

    private static final Instant NOW = Instant.parse("2028-02-29T23:30:00Z");
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final MeteringProperties SETTINGS = TestSettings.metering();

    private static final TestPostgres POSTGRES = TestPostgres.with("metering");

    private final UUID spool = UUID.randomUUID();
    private final UsageRecords records = UsageRecords.startedAt(NOW);
    private final UsageIngest ingest = new UsageIngest(POSTGRES.worker(), Clock.fixed(NOW, ZoneOffset.UTC), SETTINGS);
    private final JdbcClient worker = JdbcClient.create(POSTGRES.worker());

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    @Test
    void aRecordIsStoredToTheLastField() throws SQLException {
        UsageRecord usage = records.billed(7, 1_769).afterInit().next();

        IngestResult result = take(1, usage);

        assertThat(result).isEqualTo(new IngestResult(1, 0, List.of()));
        assertThat(row(usage))
                .containsEntry("day", Date.valueOf("2028-02-29"))
                .containsEntry("tenant_id", usage.tenant().value())
                .containsEntry("function_id", usage.function().value())
                .containsEntry("function_version", "$LATEST")
                .containsEntry("cold", true)
                .containsEntry("init_micros", 12_345L)
                .containsEntry("duration_micros", 7_000L)
                .containsEntry("billed_ms", 7L)
                .containsEntry("memory_mb", 1_769)
                .containsEntry("peak_memory_bytes", 33_554_432L)
                .containsEntry("cpu_micros", 4_900L)
                .containsEntry("bytes_in", 17L)
                .containsEntry("bytes_out", 42L)
                .containsEntry("node", "node-1");
        assertThat(row(usage).get("trigger")).hasToString("url");
        assertThat(row(usage).get("outcome")).hasToString("ok");
    }

    @Test
    void whatComesTwiceIsSummedOnce() throws SQLException {
        UsageRecord usage = records.billed(3, 128).next();

        take(1, usage, usage);
        IngestResult again = take(2, usage);

        assertThat(again).isEqualTo(new IngestResult(0, 1, List.of()));
        assertThat(hours())
                .singleElement()
                .satisfies(hour -> assertThat(hour)
                        .containsEntry("invocations", 1L)
                        .containsEntry("billed_ms", 3L)
                        .containsEntry("mb_ms", 384L));
    }

    @Test
    void theSameIdWithAnotherContentIsSetAsideAndChangesNoSum() throws SQLException {
        InvocationId id = InvocationId.at(NOW);
        UsageRecord first = records.billed(3, 128).with(id);
        UsageRecord other = records.billed(4, 128).with(id);

        IngestResult together = take(1, first, other);
        IngestResult later = take(2, other, records.next());

        assertThat(together).isEqualTo(new IngestResult(1, 0, List.of(Refusal.CONFLICT)));
        assertThat(later).isEqualTo(new IngestResult(1, 0, List.of(Refusal.CONFLICT)));
        assertThat(refusedReasons(id)).containsExactly("conflict");
        assertThat(row(first)).containsEntry("billed_ms", 3L);
        assertThat(hours()).singleElement().satisfies(hour -> assertThat(hour).containsEntry("billed_ms", 4L));
    }

    @Test
    void whatIsNotBilledCountsNeitherAsRequestNorAsMemoryTime() throws SQLException {
        take(
                1,
                records.billed(10, 256).next(),
                records.ended(Outcome.FUNCTION_ERROR).next(),
                records.ended(Outcome.TIMEOUT).next(),
                records.ended(Outcome.OUT_OF_MEMORY).next(),
                records.ended(Outcome.EXITED).afterInit().next(),
                records.ended(Outcome.PLATFORM_FAULT).next(),
                records.ended(Outcome.UNWITNESSED).next());

        assertThat(hours())
                .singleElement()
                .satisfies(hour -> assertThat(hour)
                        .containsEntry("invocations", 7L)
                        .containsEntry("requests", 5L)
                        .containsEntry("billed_ms", 14L)
                        .containsEntry("mb_ms", 10L * 256 + 4 * 128)
                        .containsEntry("cold", 1L)
                        .containsEntry("function_errors", 1L)
                        .containsEntry("timeouts", 1L)
                        .containsEntry("out_of_memory", 1L)
                        .containsEntry("exited", 1L)
                        .containsEntry("platform_faults", 1L)
                        .containsEntry("unwitnessed", 1L));
    }

    @Test
    void eachRecordIsSummedInTheHourItStartedIn() throws SQLException {
        take(
                1,
                records.at(Instant.parse("2028-02-29T22:59:59.999Z")).next(),
                records.at(Instant.parse("2028-02-29T23:00:00Z")).next(),
                records.at(Instant.parse("2028-03-01T00:00:00Z")).next());

        assertThat(hours())
                .extracting(hour -> hour.get("hour"))
                .containsExactly(
                        Timestamp.from(Instant.parse("2028-02-29T22:00:00Z")),
                        Timestamp.from(Instant.parse("2028-02-29T23:00:00Z")),
                        Timestamp.from(Instant.parse("2028-03-01T00:00:00Z")));
    }

    @Test
    void orderDuplicatesAndSplittingOfBatchesNeverChangeTheSums() throws SQLException {
        Random random = new Random(20_280_229);
        FunctionId second = FunctionId.next();
        List<UsageRecord> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            UsageRecords one = (i % 3 == 0 ? records.of(second) : records)
                    .at(NOW.minus(Duration.ofMinutes(random.nextInt(300))))
                    .billed(random.nextInt(1, 900_000), random.nextInt(128, 10_241));
            written.add(one.ended(OUTCOMES.get(random.nextInt(OUTCOMES.size()))).next());
        }
        take(1, written.toArray(UsageRecord[]::new));
        List<Map<String, Object>> expected = hours();

        UsageRecords shuffledTenant = UsageRecords.startedAt(NOW);
        List<UsageRecord> shuffled =
                new ArrayList<>(Stream.concat(written.stream(), written.stream().limit(100))
                        .map(usage -> moved(usage, shuffledTenant))
                        .toList());
        Collections.shuffle(shuffled, random);
        for (int from = 0; from < shuffled.size(); ) {
            int to = Math.min(shuffled.size(), from + random.nextInt(1, 60));
            take(2 + from, shuffled.subList(from, to).toArray(UsageRecord[]::new));
            from = to;
        }

        assertThat(hours(shuffledTenant)).isEqualTo(expected);
    }

    /** The same record of another tenant: its id differs in a bit that no generator counts in. */
    private static UsageRecord moved(UsageRecord usage, UsageRecords to) {
        UUID id = usage.id().value();
        return new UsageRecord(
                new InvocationId(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ (1L << 40))),
                to.tenant(),
                usage.function(),
                usage.functionVersion(),
                usage.trigger(),
                usage.cold(),
                usage.initMicros(),
                usage.durationMicros(),
                usage.billedMs(),
                usage.memory(),
                usage.peakMemoryBytes(),
                usage.cpuMicros(),
                usage.bytesIn(),
                usage.bytesOut(),
                usage.outcome(),
                usage.node());
    }

    @Test
    void recordsOfDaysThatAreNotKeptOrNotYetThereAreSetAside() throws SQLException {
        UsageRecord old = records.at(Instant.parse("2027-01-28T23:59:59Z")).next();
        UsageRecord oldestKept =
                records.at(Instant.parse("2027-01-29T00:00:00Z")).next();
        UsageRecord tomorrow = records.at(Instant.parse("2028-03-01T23:59:59Z")).next();
        UsageRecord future = records.at(Instant.parse("2028-03-02T00:00:00Z")).next();

        IngestResult result = take(1, old, oldestKept, tomorrow, future);

        assertThat(result).isEqualTo(new IngestResult(2, 0, List.of(Refusal.EXPIRED, Refusal.FUTURE)));
        assertThat(refusedReasons(old.id())).containsExactly("expired");
        assertThat(refusedReasons(future.id())).containsExactly("future");
    }

    @Test
    void aValueTheDatabaseCannotStoreIsSetAsideAndHoldsNothingUp() throws SQLException {
        UsageRecord bad = new UsageRecord(
                InvocationId.at(NOW),
                records.tenant(),
                records.function(),
                "nul\0",
                Trigger.URL,
                false,
                0,
                0,
                0,
                new MemorySize(128),
                -1,
                -1,
                0,
                0,
                Outcome.OK,
                "node-1");

        IngestResult result = take(1, records.next(), records.next(), bad, records.next(), records.next());

        assertThat(result).isEqualTo(new IngestResult(4, 0, List.of(Refusal.INVALID)));
        assertThat(refusedReasons(bad.id())).containsExactly("invalid");
        assertThat(hours()).singleElement().satisfies(hour -> assertThat(hour).containsEntry("invocations", 4L));
    }

    @Test
    void whatWasNotMeasuredIsNull() throws SQLException {
        UsageRecord usage = records.next();
        UsageRecord unmeasured = new UsageRecord(
                usage.id(),
                usage.tenant(),
                usage.function(),
                usage.functionVersion(),
                usage.trigger(),
                usage.cold(),
                usage.initMicros(),
                usage.durationMicros(),
                usage.billedMs(),
                usage.memory(),
                -1,
                -1,
                usage.bytesIn(),
                usage.bytesOut(),
                usage.outcome(),
                usage.node());

        take(1, unmeasured);

        assertThat(row(usage)).containsEntry("peak_memory_bytes", null).containsEntry("cpu_micros", null);
    }

    @Test
    void damagedBytesAreReported() throws SQLException {
        SpoolBatch batch = new SpoolBatch(List.of(), 99, 99, NOW, new SpoolPosition(1, 123));

        IngestResult result = ingest.ingest(spool, "node-1", batch);

        assertThat(result).isEqualTo(new IngestResult(0, 0, List.of(Refusal.UNREADABLE)));
        assertThat(ingest.position(spool)).isEqualTo(new SpoolPosition(1, 123));
    }

    @Test
    void thePositionIsCommittedWithItsRecordsAndNeverGoesBack() throws SQLException {
        assertThat(ingest.position(spool)).isEqualTo(SpoolPosition.START);

        take(7, records.next());
        take(3, records.next());

        assertThat(ingest.position(spool)).isEqualTo(new SpoolPosition(1, 7));
    }

    private IngestResult take(long offset, UsageRecord... usages) throws SQLException {
        return ingest.ingest(spool, "node-1", new SpoolBatch(List.of(usages), 0, 1, NOW, new SpoolPosition(1, offset)));
    }

    private Map<String, Object> row(UsageRecord usage) {
        return worker.sql("select * from metering.usage_record where id = ?")
                .param(usage.id().value())
                .query()
                .singleRow();
    }

    private List<String> refusedReasons(InvocationId id) {
        return worker.sql("select reason from metering.refused_usage where invocation_id = ?")
                .param(id.value())
                .query(String.class)
                .list();
    }

    private List<Map<String, Object>> hours() {
        return hours(records);
    }

    private List<Map<String, Object>> hours(UsageRecords of) {
        List<Map<String, Object>> rows = worker.sql(
                        "select * from metering.usage_hour where tenant_id = ? order by hour, function_id")
                .param(of.tenant().value())
                .query()
                .listOfRows();
        rows.forEach(row -> row.remove("tenant_id"));
        return rows;
    }
}
