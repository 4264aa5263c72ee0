package io.millirun.runtimemanager.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.runtimemanager.TestDatabase;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.unit.DataSize;

class FunctionLogsIT {

    private static final LogProperties PROPERTIES = new LogProperties(
            Duration.ofDays(14),
            Duration.ofDays(90),
            DataSize.ofMegabytes(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(1),
            DataSize.ofKilobytes(64));

    private final TenantId tenant = TenantId.next();
    private final FunctionId function = FunctionId.next();
    private final AtomicBoolean away = new AtomicBoolean();
    private final LogQueue queue = new LogQueue(1 << 20);
    private final FunctionLogs logs = new FunctionLogs(JdbcClient.create(TestDatabase.app()));
    private final LogWriter writer = new LogWriter(
            queue,
            new DelegatingDataSource(TestDatabase.worker()) {
                @Override
                public java.sql.Connection getConnection() throws java.sql.SQLException {
                    if (away.get()) {
                        throw new java.sql.SQLException("the database is away");
                    }
                    return super.getConnection();
                }
            },
            Duration.ofMillis(5));

    @BeforeEach
    void start() {
        writer.start();
    }

    @AfterEach
    void stop() {
        writer.stop();
    }

    @Test
    void whatACallPrintedComesBackAsItWas() {
        var id = InvocationId.next();
        String output = "tab\there\\ back \\N \r\n\0 naïve 🐦\n";
        queue.keep(part(id, 0, LogPart.Kind.RUNNING, "first\n", null));
        queue.keep(part(id, LogPart.END, LogPart.Kind.END, output, summary(Outcome.TIMEOUT)));
        queue.keep(part(id, LogPart.END + 1, LogPart.Kind.LATE, "late\n", null));

        await().untilAsserted(() -> assertThat(find(id).outputs()).hasSize(3));

        LoggedCall call = find(id);
        assertThat(call.outputs())
                .extracting(LoggedCall.Output::text)
                .containsExactly("first\n", output.replace('\0', '\ufffd'), "late\n");
        assertThat(call.summary()).isEqualTo(summary(Outcome.TIMEOUT));
    }

    @Test
    void callsAreFoundByTimeTextAndPage() {
        Instant now = Instant.now();
        for (int i = 0; i < 30; i++) {
            queue.keep(part(
                    InvocationId.at(now.minusSeconds(30 - i)),
                    LogPart.END,
                    LogPart.Kind.END,
                    "number " + i + (i == 7 ? " 100%_Sure" : "") + "\n",
                    summary(Outcome.OK)));
        }
        await().untilAsserted(() ->
                assertThat(page(now.minusSeconds(60), now, "", null, 100)).hasSize(30));

        assertThat(page(now.minusSeconds(60), now, "100%_sure", null, 100)).hasSize(1);
        assertThat(page(now.minusSeconds(60), now, "100_%sure", null, 100)).isEmpty();
        assertThat(page(now.minusSeconds(20), now.minusSeconds(10), "", null, 100))
                .hasSize(10);
        List<LoggedCall> first = page(now.minusSeconds(60), now, "", null, 20);
        List<LoggedCall> second =
                page(now.minusSeconds(60), now, "", first.getLast().id(), 20);
        assertThat(first).hasSize(20);
        assertThat(second).hasSize(10);
        assertThat(second.getFirst().id().startedAt())
                .isBefore(first.getLast().id().startedAt());
    }

    @Test
    void anotherTenantSeesNothing() {
        var id = InvocationId.next();
        queue.keep(part(id, LogPart.END, LogPart.Kind.END, "secret\n", summary(Outcome.OK)));
        await().untilAsserted(() -> assertThat(find(id).outputs()).hasSize(1));

        TenantId stranger = TenantId.next();
        assertThat(CurrentTenant.call(stranger, () -> logs.find(stranger, function, id)))
                .isEmpty();
        assertThat(CurrentTenant.call(stranger, () -> logs.find(tenant, function, id)))
                .as("row-level security stands behind the query")
                .isEmpty();
    }

    @Test
    void whoFollowsGetsWhatWasWrittenSince() {
        Instant before = Instant.now().minusSeconds(1);
        var id = InvocationId.next();
        queue.keep(part(id, LogPart.END, LogPart.Kind.END, "hello\n", summary(Outcome.OK)));

        await().untilAsserted(() -> assertThat(
                        CurrentTenant.call(tenant, () -> logs.since(tenant, function, before, 100)))
                .singleElement()
                .satisfies(written -> {
                    assertThat(written.id()).isEqualTo(id);
                    assertThat(written.output().text()).isEqualTo("hello\n");
                }));
        assertThat(CurrentTenant.call(tenant, () -> logs.since(tenant, function, Instant.now(), 100)))
                .isEmpty();
    }

    @Test
    void whileTheDatabaseIsAwayOutputIsDroppedBeforeAnythingElseAndNothingTwice() {
        away.set(true);
        var first = InvocationId.next();
        queue.keep(part(first, LogPart.END, LogPart.Kind.END, "early\n", summary(Outcome.OK)));
        for (int i = 0; i < 90; i++) {
            queue.keep(
                    part(InvocationId.next(), LogPart.END, LogPart.Kind.END, "x".repeat(50_000), summary(Outcome.OK)));
        }
        assertThat(queue.weight()).isLessThanOrEqualTo(2 << 20);
        away.set(false);

        Instant now = Instant.now().plusSeconds(1);
        await().untilAsserted(() ->
                assertThat(page(now.minusSeconds(60), now, "", null, 200)).hasSize(91));
        List<LoggedCall> calls = page(now.minusSeconds(60), now, "", null, 200);
        assertThat(calls.getLast().outputs().getFirst().text()).isEqualTo("early\n");
        assertThat(calls.getFirst().outputs().getFirst().dropped()).isTrue();
        assertThat(calls.getFirst().summary()).isNotNull();
        queue.keep(part(first, LogPart.END, LogPart.Kind.END, "again\n", summary(Outcome.OK)));
        var last = InvocationId.next();
        queue.keep(part(last, LogPart.END, LogPart.Kind.END, "behind\n", summary(Outcome.OK)));
        await().untilAsserted(() -> assertThat(find(last).outputs()).hasSize(1));
        assertThat(find(first).outputs())
                .singleElement()
                .satisfies(output -> assertThat(output.text()).isEqualTo("early\n"));
    }

    @Test
    void logsGoWhenTheyAreOldEnough() {
        Instant now = Instant.now();
        var old = InvocationId.at(now.minus(Duration.ofDays(100)));
        var middling = InvocationId.at(now.minus(Duration.ofDays(20)));
        var recent = InvocationId.at(now.minus(Duration.ofDays(10)));
        for (var id : List.of(old, middling, recent)) {
            queue.keep(part(id, LogPart.END, LogPart.Kind.END, "old\n", summary(Outcome.OK)));
        }
        await().untilAsserted(() -> assertThat(page(now.minus(Duration.ofDays(200)), now, "", null, 10))
                .hasSize(3));

        new LogRetention(JdbcClient.create(TestDatabase.worker()), PROPERTIES, Clock.fixed(now, ZoneOffset.UTC)).keep();

        assertThat(page(now.minus(Duration.ofDays(200)), now, "", null, 10))
                .extracting(LoggedCall::id)
                .containsExactly(recent);
    }

    @Test
    void eventsAreKeptSealedWhereTheOwnerWantsThemAndNowhereElse() {
        var worker = JdbcClient.create(TestDatabase.worker());
        var cipher = new EventCipher(new EventKey(new byte[32]));
        JdbcClient app = JdbcClient.create(TestDatabase.app());
        CurrentTenant.run(tenant, () -> {
            app.sql("""
                            insert into runtime_manager.function (tenant_id, id, name, created_at, updated_at)
                            values (?, ?, 'captured', now(), now())""").params(tenant.value(), function.value()).update();
            new LogSettingStore(app, PROPERTIES).choose(tenant, function, new LogSettingStore.Choice(7, true));
        });
        queue.keep(part(InvocationId.next(), LogPart.END, LogPart.Kind.END, "", summary(Outcome.OK)));
        var capture = new EventCapture(worker, cipher, 100);
        capture.start();
        var events = new CapturedEvents(app, cipher);
        try {
            await().untilAsserted(() -> {
                var id = InvocationId.next();
                capture.received(version(function), id, Buffer.buffer("{\"secret\":1}"));
                await().atMost(Duration.ofSeconds(2))
                        .untilAsserted(() -> assertThat(
                                        CurrentTenant.call(tenant, () -> events.find(tenant, function, id)))
                                .contains("{\"secret\":1}"));
            });
            var large = InvocationId.next();
            var foreign = InvocationId.next();
            capture.received(version(function), large, Buffer.buffer("x".repeat(101)));
            capture.received(version(FunctionId.next()), foreign, Buffer.buffer("{}"));
            var last = InvocationId.next();
            capture.received(version(function), last, Buffer.buffer("[]"));
            await().untilAsserted(() -> assertThat(
                            CurrentTenant.call(tenant, () -> events.find(tenant, function, last)))
                    .contains("[]"));
            assertThat(worker.sql("select count(*) from runtime_manager.captured_event where id in (?, ?)")
                            .params(large.value(), foreign.value())
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(worker.sql("select event from runtime_manager.captured_event where tenant_id = ?")
                            .param(tenant.value())
                            .query((row, _) -> row.getBytes(1))
                            .list())
                    .noneMatch(bytes ->
                            new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains("secret"));
        } finally {
            capture.stop();
        }
    }

    private FunctionVersion version(FunctionId of) {
        return new FunctionVersion(
                tenant,
                of,
                new FunctionName("captured"),
                FunctionVersion.LATEST,
                UUID.randomUUID(),
                "nodejs24.x",
                "index.handler",
                new MemorySize(128),
                Duration.ofSeconds(3),
                Map.of(),
                "",
                1,
                UrlAuth.NONE);
    }

    private LoggedCall find(InvocationId id) {
        return CurrentTenant.call(tenant, () -> logs.find(tenant, function, id)).orElseThrow();
    }

    private List<LoggedCall> page(Instant from, Instant to, String text, @Nullable InvocationId before, int limit) {
        return CurrentTenant.call(tenant, () -> logs.page(tenant, function, from, to, text, before, limit));
    }

    private LogPart part(InvocationId id, int part, LogPart.Kind kind, String output, @Nullable CallSummary summary) {
        return new LogPart(tenant, function, id, part, kind, "$LATEST", Buffer.buffer(output), false, false, summary);
    }

    private static CallSummary summary(Outcome outcome) {
        return new CallSummary(
                outcome, true, 1_500, 1_000, 20_000, 20, new MemorySize(128), -1, "Some.Type", "tab\tand \\ message");
    }
}
