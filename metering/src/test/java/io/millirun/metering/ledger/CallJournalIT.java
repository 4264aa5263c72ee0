package io.millirun.metering.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class CallJournalIT {

    private static final TestPostgres POSTGRES = TestPostgres.with("metering");
    private static final Instant MIDNIGHT = Instant.parse("2028-03-01T00:00:00Z");

    private final CallJournal journal = new CallJournal(JdbcClient.create(POSTGRES.app()));
    private final TenantId tenant = TenantId.next();
    private final FunctionId function = FunctionId.next();
    private final UsageRecords records =
            UsageRecords.startedAt(MIDNIGHT).of(tenant).of(function);

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void pagesFollowEachOtherAcrossDaysAndFilters() {
        UsageRecord before = records.at(MIDNIGHT.minusMillis(1)).next();
        UsageRecord failed = records.ended(Outcome.TIMEOUT).next();
        UsageRecord cold = records.at(MIDNIGHT.plusMillis(1)).afterInit().next();
        ingest(before, failed, cold, records.of(FunctionId.next()).next());
        Instant from = MIDNIGHT.minusSeconds(60);
        Instant to = MIDNIGHT.plusSeconds(60);

        List<UsageRecord> first = page(CallFilter.of(from, to), null, 2);

        assertThat(first).containsExactly(cold, failed);
        assertThat(page(CallFilter.of(from, to), failed, 2)).containsExactly(before);
        assertThat(page(CallFilter.of(from, MIDNIGHT), null, 9)).containsExactly(before);
        assertThat(page(new CallFilter(from, to, Set.of(Outcome.TIMEOUT), null, null), null, 9))
                .containsExactly(failed);
        assertThat(page(new CallFilter(from, to, Set.of(Outcome.OK, Outcome.TIMEOUT), null, null), null, 9))
                .hasSize(3);
        assertThat(page(new CallFilter(from, to, Set.of(), true, null), null, 9))
                .containsExactly(cold);
        assertThat(page(new CallFilter(from, to, Set.of(), false, null), null, 9))
                .containsExactly(failed, before);
        assertThat(page(new CallFilter(from, to, Set.of(), null, Trigger.SCHEDULE), null, 9))
                .isEmpty();
    }

    @Test
    void curvesCountEveryCallOnceAndKnowHowLongTheyTook() {
        ingest(IntStream.rangeClosed(1, 1_000)
                .mapToObj(i -> records.at(MIDNIGHT.plusSeconds(i % 10 * 60L))
                        .billed(i, 128)
                        .next())
                .toArray(UsageRecord[]::new));
        Instant to = MIDNIGHT.plusSeconds(3_600);

        CallCurve curve =
                CurrentTenant.call(tenant, () -> journal.curve(tenant, function, MIDNIGHT, to, Duration.ofMinutes(5)));

        assertThat(curve.points()).hasSize(12);
        assertThat(curve.points().stream().map(CallCurvePoint::calls))
                .startsWith(500L, 500L)
                .endsWith(0L);
        assertThat(curve.whole().calls()).isEqualTo(1_000);
        assertThat(curve.whole().p50Micros()).isCloseTo(500_000, Percentage.withPercentage(2));
        assertThat(curve.whole().p95Micros()).isCloseTo(950_000, Percentage.withPercentage(2));
        assertThat(curve.whole().p99Micros()).isCloseTo(990_000, Percentage.withPercentage(2));
        assertThat(curve.whole().slowestMicros()).isEqualTo(1_000_000);
    }

    @Test
    void hoursAreThoseOfTheSums() {
        ingest(
                records.next(),
                records.ended(Outcome.EXITED).next(),
                records.at(MIDNIGHT.plusSeconds(3_600)).next());

        var hours = CurrentTenant.call(
                tenant, () -> journal.hours(tenant, new UsagePeriod(MIDNIGHT, MIDNIGHT.plusSeconds(7_200))));

        assertThat(hours.get(function))
                .containsExactly(
                        new CallJournal.HourOfCalls(MIDNIGHT, 2, 1),
                        new CallJournal.HourOfCalls(MIDNIGHT.plusSeconds(3_600), 1, 0));
        assertThat(CurrentTenant.call(tenant, () -> journal.slowest(tenant, MIDNIGHT, MIDNIGHT.plusSeconds(60))))
                .containsEntry(function, 1_000L);
    }

    private List<UsageRecord> page(CallFilter filter, @Nullable UsageRecord before, int limit) {
        return CurrentTenant.call(
                tenant, () -> journal.page(tenant, function, filter, before == null ? null : before.id(), limit));
    }

    private static void ingest(UsageRecord... usages) {
        TestIngest.into(POSTGRES.worker()).ingest(usages);
    }
}
