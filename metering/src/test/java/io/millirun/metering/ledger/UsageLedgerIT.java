package io.millirun.metering.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsageLedgerIT {

    private static final TestPostgres POSTGRES = TestPostgres.with("metering");
    private static final UsagePeriod FEBRUARY = UsagePeriod.month(YearMonth.of(2028, 2));
    private static final Instant LEAP_DAY = Instant.parse("2028-02-29T23:59:59.999Z");

    private final JdbcClient app = JdbcClient.create(POSTGRES.app());
    private final UsageLedger ledger = new UsageLedger(app);
    private final UsageJournal journal = new UsageJournal(app);
    private final UsageExport export = new UsageExport(journal);
    private final TenantId tenant = TenantId.next();
    private final UsageRecords records = UsageRecords.startedAt(LEAP_DAY).of(tenant);

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void aPeriodIsHalfOpen() {
        ingest(
                records.next(),
                records.at(Instant.parse("2028-02-01T00:00:00Z")).next(),
                records.at(Instant.parse("2028-01-31T23:59:59.999Z")).next(),
                records.at(Instant.parse("2028-03-01T00:00:00Z")).next());

        UsageTotals totals = as(tenant, () -> ledger.totals(tenant, FEBRUARY));

        assertThat(totals.invocations()).isEqualTo(2);
        assertThat(totals.mbMs()).isEqualTo(256);
    }

    @Test
    void aTenantWithoutCallsHasZeroTotals() {
        assertThat(as(tenant, () -> ledger.totals(tenant, FEBRUARY))).isEqualTo(UsageTotals.ZERO);
        assertThat(as(tenant, () -> ledger.byFunction(tenant, FEBRUARY))).isEmpty();
        assertThat(as(tenant, () -> ledger.lastActivity(tenant, FEBRUARY.to()))).isEmpty();
    }

    @Test
    void theSumsOfEveryDivisionAreTheTotals() {
        FunctionId other = FunctionId.next();
        ingest(
                records.billed(10, 128).next(),
                records.of(other).billed(10, 256).afterInit().next(),
                records.of(other).at(Instant.parse("2028-02-03T04:05:06Z")).next(),
                records.at(Instant.parse("2028-02-03T05:05:06Z"))
                        .ended(Outcome.PLATFORM_FAULT)
                        .next());

        UsageTotals totals = as(tenant, () -> ledger.totals(tenant, FEBRUARY));

        assertThat(totals.requests()).isEqualTo(3);
        assertThat(totals.cold()).isEqualTo(1);
        assertThat(sum(as(tenant, () -> ledger.byFunction(tenant, FEBRUARY)).values()))
                .isEqualTo(totals);
        assertThat(sum(as(tenant, () -> ledger.byDay(tenant, FEBRUARY)).values()))
                .isEqualTo(totals);
        assertThat(sum(as(tenant, () -> ledger.byHour(tenant, FEBRUARY)).values()))
                .isEqualTo(totals);
        assertThat(sum(as(tenant, () -> ledger.byFunctionAndDay(tenant, FEBRUARY)).stream()
                        .map(FunctionDay::totals)
                        .toList()))
                .isEqualTo(totals);
        assertThat(as(tenant, () -> ledger.byFunction(tenant, FEBRUARY)).sequencedKeySet())
                .containsExactly(other, records.function());
        assertThat(as(tenant, () -> ledger.byDay(tenant, FEBRUARY)).sequencedKeySet())
                .containsExactly(LocalDate.parse("2028-02-03"), LocalDate.parse("2028-02-29"));
        assertThat(as(tenant, () -> ledger.byHour(tenant, FEBRUARY)).sequencedKeySet())
                .containsExactly(
                        Instant.parse("2028-02-03T04:00:00Z"),
                        Instant.parse("2028-02-03T05:00:00Z"),
                        Instant.parse("2028-02-29T23:00:00Z"));
    }

    @Test
    void aPeriodMayBeginAndEndWithinADay() {
        Instant noon = Instant.parse("2028-02-10T12:00:00Z");
        for (int hour = 0; hour < 72; hour++) {
            ingest(records.at(noon.plusSeconds(3_600L * hour)).next());
        }
        UsagePeriod cut = new UsagePeriod(noon.plusSeconds(3_600L * 5), noon.plusSeconds(3_600L * 61));
        UsagePeriod within = new UsagePeriod(noon.plusSeconds(3_600), noon.plusSeconds(3_600L * 4));

        assertThat(as(tenant, () -> ledger.totals(tenant, cut)).invocations()).isEqualTo(56);
        assertThat(as(tenant, () -> ledger.byDay(tenant, cut)).values())
                .extracting(UsageTotals::invocations)
                .containsExactly(7L, 24L, 24L, 1L);
        assertThat(as(tenant, () -> ledger.totals(tenant, within)).invocations())
                .isEqualTo(3);
    }

    @Test
    void lastActivityIsToTheMillisecond() {
        ingest(records.next(), records.at(Instant.parse("2028-02-03T04:05:06Z")).next());

        assertThat(as(tenant, () -> ledger.lastActivity(tenant, FEBRUARY.to()))).contains(LEAP_DAY);
        assertThat(as(tenant, () -> ledger.lastActivity(tenant, Instant.parse("2028-02-29T23:00:00Z"))))
                .contains(Instant.parse("2028-02-03T04:05:06Z"));
    }

    @Test
    void pagesShowEveryRecordOnceNewestFirst() {
        List<UsageRecord> written = new ArrayList<>(IntStream.range(0, 25)
                .mapToObj(
                        i -> records.at(LEAP_DAY.minusSeconds(7_200L * (i / 2))).next())
                .toList());
        ingest(written.toArray(UsageRecord[]::new));

        List<UsageRecord> read = new ArrayList<>();
        List<UsageRecord> page = as(tenant, () -> journal.page(tenant, FEBRUARY, null, null, 7));
        while (!page.isEmpty()) {
            read.addAll(page);
            InvocationId last = page.getLast().id();
            page = as(tenant, () -> journal.page(tenant, FEBRUARY, null, last, 7));
        }

        written.sort(Comparator.comparing((UsageRecord usage) -> usage.id().toString())
                .reversed());
        assertThat(read).isEqualTo(written);
    }

    @Test
    void aPageCanBeOfOneFunction() {
        UsageRecord wanted = records.of(FunctionId.next()).next();
        ingest(records.next(), wanted, records.next());

        assertThat(as(tenant, () -> journal.page(tenant, FEBRUARY, wanted.function(), null, 10)))
                .containsExactly(wanted);
    }

    @Test
    void aRecordIsFoundByItsId() {
        UsageRecord usage = records.next();
        ingest(usage);

        assertThat(as(tenant, () -> journal.find(tenant, usage.id()))).contains(usage);
        assertThat(as(tenant, () -> journal.find(tenant, InvocationId.at(LEAP_DAY))))
                .isEmpty();
    }

    @Test
    void anotherTenantsUsageIsNotThere() {
        UsageRecord usage = records.next();
        ingest(usage);
        TenantId stranger = TenantId.next();

        assertThat(as(stranger, () -> journal.find(stranger, usage.id()))).isEmpty();
        assertThat(as(stranger, () -> ledger.totals(stranger, FEBRUARY))).isEqualTo(UsageTotals.ZERO);
        // Even a query that names the wrong tenant sees nothing: row-level security stands below it.
        assertThat(as(stranger, () -> journal.find(tenant, usage.id()))).isEmpty();
        assertThat(as(stranger, () -> ledger.totals(tenant, FEBRUARY))).isEqualTo(UsageTotals.ZERO);
        assertThat(as(
                        stranger,
                        () -> app.sql("select count(*) from metering.usage_record")
                                .query(Long.class)
                                .single()))
                .isZero();
    }

    @Test
    void withoutATenantTheTablesRefuse() {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> ledger.totals(tenant, FEBRUARY));
    }

    @Test
    void theAppRoleCannotWriteUsageNorReadPartitionsDirectly() {
        ingest(records.next());

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> as(
                        tenant, () -> app.sql("delete from metering.usage_hour").update()));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> as(
                        tenant,
                        () -> app.sql("select count(*) from metering.usage_record_20280229")
                                .query(Long.class)
                                .single()));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> as(
                        tenant,
                        () -> app.sql("select metering.drop_usage_partitions('2100-01-01')")
                                .query(Integer.class)
                                .single()));
    }

    @Test
    void exportsHoldEveryRecordOldestFirst() throws IOException {
        List<UsageRecord> written = IntStream.range(0, 4_500)
                .mapToObj(i -> records.at(LEAP_DAY.minusMillis(i)).next())
                .toList();
        ingest(written.toArray(UsageRecord[]::new));
        StringWriter json = new StringWriter();
        StringWriter csv = new StringWriter();

        CurrentTenant.call(tenant, () -> {
            export.jsonLines(export.startedIn(tenant, FEBRUARY), _ -> "hello", json);
            export.csv(export.startedIn(tenant, FEBRUARY), _ -> "=hello", csv);
            return true;
        });

        List<String> ids =
                json.toString().lines().map(line -> line.substring(7, 43)).toList();
        assertThat(ids).hasSize(4_500).isSorted().doesNotHaveDuplicates();
        assertThat(csv.toString().lines()).hasSize(4_501).element(1).asString().contains(",'=hello,");
    }

    private static UsageTotals sum(Iterable<UsageTotals> parts) {
        UsageTotals sum = UsageTotals.ZERO;
        for (UsageTotals part : parts) {
            sum = sum.plus(part);
        }
        return sum;
    }

    private static <R> R as(TenantId tenant, ScopedValue.CallableOp<R, RuntimeException> query) {
        return CurrentTenant.call(tenant, query);
    }

    private static void ingest(UsageRecord... usages) {
        TestIngest.into(POSTGRES).ingest(usages);
    }
}
