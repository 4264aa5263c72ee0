package io.millirun.metering.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class MonthCloseIT {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final Instant LAST_OF_OCTOBER = Instant.parse("2026-10-31T23:59:59.999Z");
    private static final Instant FIRST_OF_NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private final TestPostgres postgres = TestPostgres.with("metering");
    private final UsageLedger ledger = new UsageLedger(JdbcClient.create(postgres.app()));
    private final UsageJournal journal = new UsageJournal(JdbcClient.create(postgres.app()));
    private final TenantId tenant = TenantId.next();
    private final UsageRecords october =
            UsageRecords.startedAt(LAST_OF_OCTOBER).of(tenant).of(FunctionId.next());

    @AfterEach
    void drop() {
        postgres.close();
    }

    @Test
    void whatComesInTimeIsBilledInItsOwnMonth() {
        ingest(october.next(), october.at(FIRST_OF_NOVEMBER).next());

        months("2026-12-01T02:00:00Z").close(OCTOBER);

        assertThat(billed(OCTOBER)).extracting(BilledRecord::billedIn).containsExactly(OCTOBER);
        assertThat(billed(NOVEMBER)).extracting(BilledRecord::billedIn).containsExactly(NOVEMBER);
        assertThat(invocations(onTime(OCTOBER))).isEqualTo(1);
        assertThat(late(NOVEMBER)).isEmpty();
    }

    @Test
    void whatComesLateIsBilledInTheMonthThatIsOpenThen() {
        UsageRecord inTime = october.next();
        UsageRecord late = october.next();
        UsageRecord later = october.next();
        ingest(inTime);
        months("2026-12-01T02:00:00Z").close(OCTOBER);
        ingest(late, october.at(FIRST_OF_NOVEMBER).next());
        months("2027-01-01T02:00:00Z").close(NOVEMBER);
        ingest(later);

        assertThat(billed(OCTOBER)).extracting(BilledRecord::usage).containsExactly(inTime);
        assertThat(billed(NOVEMBER)).first().isEqualTo(new BilledRecord(late, NOVEMBER));
        assertThat(billed(NOVEMBER)).hasSize(2);
        assertThat(billed(NOVEMBER.plusMonths(1))).containsExactly(new BilledRecord(later, NOVEMBER.plusMonths(1)));
        assertThat(invocations(onTime(OCTOBER))).isEqualTo(1);
        assertThat(late(NOVEMBER)).extracting(LateHour::billedIn).containsExactly(NOVEMBER);
        assertThat(late(NOVEMBER.plusMonths(1)))
                .extracting(LateHour::billedIn)
                .containsExactly(NOVEMBER, NOVEMBER.plusMonths(1));
        assertThat(late(NOVEMBER.plusMonths(1)))
                .extracting(LateHour::hour)
                .containsOnly(Instant.parse("2026-10-31T23:00:00Z"));
        assertThat(CurrentTenant.call(tenant, () -> ledger.totals(tenant, UsagePeriod.month(OCTOBER)))
                        .invocations())
                .as("usage as such knows no lateness")
                .isEqualTo(3);
    }

    @Test
    void theSameRecordAgainAfterTheCloseChangesNothing() {
        UsageRecord usage = october.next();
        ingest(usage);
        months("2026-12-01T02:00:00Z").close(OCTOBER);
        ingest(usage);

        assertThat(billed(OCTOBER)).hasSize(1);
        assertThat(billed(NOVEMBER)).isEmpty();
        assertThat(late(NOVEMBER)).isEmpty();
    }

    @Test
    void aMonthThatIsNotOverStaysOpen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> months("2026-10-31T23:59:59Z").close(OCTOBER));
        assertThat(months("2026-10-31T23:59:59Z").isClosed(OCTOBER)).isFalse();
    }

    @Test
    void everyRecordIsInExactlyOneMonthWhileMonthsAreClosedUnderTheIngest() throws Exception {
        AtomicInteger written = new AtomicInteger();
        List<CompletableFuture<Void>> shippers = new ArrayList<>();
        for (int shipper = 0; shipper < 3; shipper++) {
            shippers.add(CompletableFuture.runAsync(() -> {
                for (int batch = 0; batch < 40; batch++) {
                    ingest(october.next(), october.at(FIRST_OF_NOVEMBER).next());
                    written.addAndGet(2);
                }
            }));
        }
        MonthClose months = months("2027-01-01T02:00:00Z");
        await().until(() -> written.get() >= 40);
        months.close(OCTOBER);
        List<BilledRecord> whenClosed = billed(OCTOBER);
        await().until(() -> written.get() >= 120);
        months.close(NOVEMBER);
        for (CompletableFuture<Void> shipper : shippers) {
            shipper.get();
        }

        assertThat(billed(OCTOBER)).as("nothing is added to a closed month").isEqualTo(whenClosed);
        assertThat(billed(OCTOBER).size()
                        + billed(NOVEMBER).size()
                        + billed(NOVEMBER.plusMonths(1)).size())
                .isEqualTo(written.get())
                .isEqualTo(240);
        assertThat(invocations(onTime(OCTOBER))).isEqualTo(whenClosed.size());
    }

    private List<BilledRecord> billed(YearMonth month) {
        return CurrentTenant.call(tenant, () -> {
            List<BilledRecord> records = new ArrayList<>();
            journal.forEachBilledIn(tenant, month, records::add);
            return records;
        });
    }

    private List<FunctionDay> onTime(YearMonth month) {
        return CurrentTenant.call(tenant, () -> ledger.onTime(tenant, UsagePeriod.month(month)));
    }

    private List<LateHour> late(YearMonth month) {
        return CurrentTenant.call(tenant, () -> ledger.late(tenant, month));
    }

    private static long invocations(List<FunctionDay> days) {
        return days.stream().mapToLong(day -> day.totals().invocations()).sum();
    }

    private MonthClose months(String now) {
        return new MonthClose(
                JdbcClient.create(postgres.worker()),
                new JdbcTransactionManager(postgres.worker()),
                Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }

    private void ingest(UsageRecord... usages) {
        TestIngest.into(postgres).ingest(usages);
    }
}
