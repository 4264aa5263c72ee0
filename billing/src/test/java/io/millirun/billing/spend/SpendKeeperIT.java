package io.millirun.billing.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.billing.BillingConfiguration;
import io.millirun.billing.document.DocumentPrinter;
import io.millirun.billing.document.FakePrinter;
import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.Notices;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.Money;
import io.millirun.billing.statement.DeployedFunctions;
import io.millirun.kernel.TenantId;
import io.millirun.metering.MeteringConfiguration;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;

/** Several processes that let calls in over one PostgreSQL. */
@SpringJUnitConfig(SpendKeeperIT.Assembly.class)
class SpendKeeperIT {

    private static final TestPostgres POSTGRES = TestPostgres.with("metering", "billing");
    private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");
    private static final Currency USD = Currency.getInstance("USD");
    private static final int MEMORY_MB = 10_240;
    private static final int MOST_MS = 3_000;

    @Autowired
    private CapTable table;

    @Autowired
    private HeldTable held;

    @Autowired
    private MonthUsage usage;

    @Autowired
    private Notices notices;

    @Autowired
    private SpendCaps caps;

    @Autowired
    private Clock clock;

    @Autowired
    @Qualifier("worker")
    private PlatformTransactionManager transactions;

    private final UsageRecords records =
            UsageRecords.startedAt(NOW).of(TenantId.next()).billed(1, MEMORY_MB);
    private final TenantId tenant = records.tenant();
    private final Scope scope = Scope.of(tenant, records.function());
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.keeper.stop());
    }

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void threeNodesUnderLoadNeverExceedTheCapAndUseItUp() throws Exception {
        // A request and 30 GB-s at most: about 60 worst cases, or 120 calls of half their length.
        Money cap = new Money(5, USD);
        caps.set(scope, cap);
        for (int index = 0; index < 3; index++) {
            start(UUID.randomUUID());
        }
        arm();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < 12; caller++) {
                Node node = nodes.get(caller % nodes.size());
                running.add(callers.submit(() -> callUntilRefused(node)));
            }
            while (running.stream().anyMatch(future -> !future.isDone())) {
                nodes.forEach(Node::ship);
                nodes.forEach(node -> node.keeper.tick());
                assertThat(billed()).isLessThanOrEqualTo(cap.minorUnits());
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        nodes.forEach(Node::ship);

        assertThat(billed()).isBetween(2L, cap.minorUnits());
        assertThat(notices()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.SPEND_CAP_REACHED);
            assertThat(notice.facts()).containsEntry("cap", "0.05 USD").containsEntry("month", "2026-11");
        });
    }

    @Test
    void whatACrashedNodeHeldComesBackWhenItsSpoolHasBeenTakenIn() {
        // Room for one worst case beside the two cents that are held back.
        caps.set(scope, new Money(2, USD).plus(new Money(1, USD)));
        UUID spool = UUID.randomUUID();
        Node crashed = start(spool);
        Node other = start(UUID.randomUUID());
        arm();
        List<SpendHold> holds = new ArrayList<>();
        while (crashed.admit() instanceof SpendDecision.Held(var hold)) {
            holds.add(hold);
        }
        assertThat(holds).isNotEmpty();
        await().untilAsserted(() -> assertThat(other.admit()).isInstanceOf(SpendDecision.CapReached.class));

        // It dies without a word: nothing of what ran is recorded, and it starts again over the same spool.
        nodes.remove(crashed);
        Node again = start(spool);
        assertThat(other.admit()).isInstanceOf(SpendDecision.CapReached.class);
        again.keeper.gate().emptied();
        again.keeper.gate().emptied();

        await().untilAsserted(() -> assertThat(other.admit()).isInstanceOf(SpendDecision.Held.class));
    }

    @Test
    void aRaisedCapLetsCallsInWithinASecond() {
        caps.set(scope, new Money(0, USD));
        Node node = start(UUID.randomUUID());
        arm();
        assertThat(node.admit()).isEqualTo(new SpendDecision.CapReached(scope));

        caps.set(scope, new Money(500, USD));
        node.keeper.capsChanged(Optional.of(tenant));

        await().atMost(1, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(node.admit()).isInstanceOf(SpendDecision.Held.class));
    }

    @Test
    void oneOrganizationsCapIsNothingToAnother() {
        caps.set(scope, new Money(0, USD));
        Node node = start(UUID.randomUUID());
        arm();

        assertThat(node.keeper.gate().admit(TenantId.next(), records.function(), NOW, MEMORY_MB, MOST_MS, 0))
                .isInstanceOf(SpendDecision.Unlimited.class);
    }

    /** A node that is not ticked by a scheduler, with a spool that ships when told to. */
    private final class Node {

        private final SpendKeeper keeper;
        private final Queue<UsageRecord> spool = new ConcurrentLinkedQueue<>();

        Node(UUID spoolId) {
            keeper = new SpendKeeper(
                    table, held, usage, notices, transactions, spoolId, "node", clock, System::nanoTime);
        }

        SpendDecision admit() {
            SpendDecision decision = keeper.gate().admit(tenant, records.function(), NOW, MEMORY_MB, MOST_MS, 0);
            return decision instanceof SpendDecision.Waiting(var later)
                    ? later.toCompletableFuture().join()
                    : decision;
        }

        void call(SpendHold hold) {
            UsageRecord record = records.billed(1 + ThreadLocalRandom.current().nextInt(MOST_MS), MEMORY_MB)
                    .next();
            spool.add(record);
            hold.settle(record);
        }

        void ship() {
            List<UsageRecord> batch = new ArrayList<>();
            for (UsageRecord record = spool.poll(); record != null; record = spool.poll()) {
                batch.add(record);
            }
            TestIngest.into(POSTGRES).ingest(batch.toArray(UsageRecord[]::new));
            keeper.gate().shipped(batch);
        }
    }

    private Node start(UUID spool) {
        Node node = new Node(spool);
        nodes.add(node);
        node.keeper.start();
        return node;
    }

    /** All nodes have empty spools and say so. */
    private void arm() {
        await().until(() -> {
            nodes.forEach(node -> node.keeper.gate().emptied());
            nodes.forEach(node -> node.keeper.tick());
            return table.of(tenant).stream().allMatch(SpendCap::armed);
        });
        nodes.forEach(node -> node.keeper.tick());
    }

    private void callUntilRefused(Node node) {
        int refused = 0;
        while (refused < 20) {
            if (node.admit() instanceof SpendDecision.Held(var hold)) {
                refused = 0;
                node.call(hold);
            } else {
                refused++;
            }
        }
    }

    /** What an invoice would say of everything in the usage tables, at list prices, in cents. */
    private long billed() {
        List<UsedSpan> month = usage.used(scope, usage.spans(scope, NOW));
        long sum = 0;
        for (Meter meter : Meter.values()) {
            BigDecimal exact = BigDecimal.ZERO;
            for (UsedSpan span : month) {
                exact = exact.add(meter.amount(
                        span.quantity().of(meter), span.card().price(meter).listRate()));
            }
            sum += Money.rounded(exact, USD).minorUnits();
        }
        return sum;
    }

    private List<Notice> notices() {
        return notices.waiting().stream()
                .filter(notice -> notice.tenant().equals(tenant))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    @Import({MeteringConfiguration.class, BillingConfiguration.class})
    static class Assembly {

        @Bean
        Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Bean
        DeployedFunctions functions() {
            return _ -> 1;
        }

        @Bean
        BilledOrganizations organizations() {
            return List::of;
        }

        @Bean
        DocumentPrinter printer() {
            return new FakePrinter();
        }

        @Bean
        @Primary
        DataSource app() {
            return POSTGRES.app();
        }

        @Bean
        @Primary
        JdbcClient jdbcClient() {
            return JdbcClient.create(POSTGRES.app());
        }

        @Bean(defaultCandidate = false)
        @Qualifier("worker")
        JdbcClient workerJdbcClient() {
            return JdbcClient.create(POSTGRES.worker());
        }

        @Bean(defaultCandidate = false)
        @Qualifier("worker")
        PlatformTransactionManager workerTransactionManager() {
            return new JdbcTransactionManager(POSTGRES.worker());
        }
    }
}
