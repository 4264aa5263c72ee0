package io.millirun.runtimemanager.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.kernel.FunctionId;
import io.millirun.runtimemanager.TestDatabase;
import io.millirun.runtimemanager.events.EventView.Status;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.outbound.OutboundAddresses;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queue over a real PostgreSQL, with functions that the test plays. */
class EventQueueIT {

    private static final EventProperties PROPERTIES = EventStages.properties(Duration.ofSeconds(2));

    private final Organization organization = new Organization();
    private final EventIntake intake = EventStages.intake(() -> {});
    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(vertx::close));

    /** What the played function does with an event; only this test's organization's events are its own. */
    private volatile Function<QueuedEvent, AttemptEnd> behaviour = _ -> succeeded("null");

    private final Map<EventId, AtomicInteger> attempts = new ConcurrentHashMap<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : opened.reversed()) {
            open.close();
        }
    }

    private static AttemptEnd succeeded(String result) {
        return new AttemptEnd.Succeeded("$LATEST", 1, Buffer.buffer(result));
    }

    private static AttemptEnd failed() {
        return new AttemptEnd.Failed(
                "$LATEST", 3, "TypeError", "x is not a function", Buffer.buffer("{\"errorType\":\"TypeError\"}"));
    }

    private void work() {
        EventTarget functions = (event, ended) -> {
            attempts.computeIfAbsent(event.id(), _ -> new AtomicInteger()).incrementAndGet();
            ended.accept(behaviour.apply(event));
        };
        var secrets = new WebhookSecrets(new WebhookKey(new byte[32]));
        var client = new WebhookClient(
                vertx, new OutboundAddresses(PROPERTIES.allowedWebhookNetworks()), PROPERTIES.webhookTimeout());
        opened.add(WorkerStage.started(
                EventStages.transactions(),
                PROPERTIES,
                functions,
                new WebhookTarget(secrets, client, 4, Clock.systemUTC())));
    }

    private EventId stored(NewEvent event) {
        return ((Acceptance.Stored) intake.accept(event).toCompletableFuture().join()).id();
    }

    private EventView.Whole awaitEnd(EventId id) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> organization.find(id),
                        whole -> whole.event().status().isFinal());
    }

    private void policy(int retries, String onSuccess, String onFailure) {
        var policy = new EventPolicy(
                retries,
                List.of(Duration.ofMillis(10)),
                Duration.ofHours(1),
                Destination.parse(onSuccess).orElseThrow(),
                Destination.parse(onFailure).orElseThrow());
        organization.as(() -> organization.policies.put(organization.tenant, organization.function, "$LATEST", policy));
    }

    @Test
    void anEventRunsAndItsAnswerIsLookedUpByItsRequestId() {
        behaviour = event -> succeeded("{\"got\":" + event.payload() + "}");
        work();

        EventId id = stored(organization.event("{\"a\":1}", null));
        EventView.Whole end = awaitEnd(id);

        assertThat(end.event().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(end.result()).contains(Buffer.buffer("{\"got\":{\"a\":1}}"));
        assertThat(end.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo("SUCCEEDED");
            assertThat(attempt.billedMs()).isEqualTo(1);
        });
    }

    @Test
    void anEventForAFunctionThatIsGoneIsNotAccepted() {
        organization.removeFunction();

        assertThat(intake.accept(organization.event("{}", "key"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Acceptance.NoFunction());
        assertThat(organization.as(() -> organization.ledger.depth(organization.tenant)))
                .isEqualTo(QueueDepth.EMPTY);
    }

    @Test
    void withoutADatabaseNothingIsAccepted() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/none");
        var cut = new EventIntake(
                new Transactions(nowhere, Duration.ofSeconds(1)), PROPERTIES, Clock.systemUTC(), () -> {});

        assertThat(cut.accept(organization.event("{}", null)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("could not be stored");
    }

    @Test
    void ofEventsWithTheSameKeyOnlyTheFirstIsAccepted() {
        var first = intake.accept(organization.event("1", "same")).toCompletableFuture();
        var second = intake.accept(organization.event("2", "same")).toCompletableFuture();
        EventId kept =
                first.join() instanceof Acceptance.Stored(var id) ? id : ((Acceptance.Stored) second.join()).id();

        assertThat(List.of(first.join(), second.join()))
                .containsExactlyInAnyOrder(new Acceptance.Stored(kept), new Acceptance.Duplicate(kept));
        assertThat(intake.accept(organization.event("3", "same"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Acceptance.Duplicate(kept));
        assertThat(intake.accept(organization.event("4", "other"))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Acceptance.Stored.class);
        assertThat(organization.as(
                        () -> organization.ledger.list(organization.tenant, new EventFilter(null, null, null, 10))))
                .hasSize(2);
    }

    @Test
    void aFailingEventIsTriedAgainAndBecomesADeadLetterThatCanBeSentAgain() {
        policy(2, "", "");
        behaviour = _ -> failed();
        work();

        EventId id = stored(organization.event("{}", null));
        EventView.Whole dead = awaitEnd(id);

        assertThat(dead.event().status()).isEqualTo(Status.DEAD);
        assertThat(dead.event().reason()).isEqualTo(DeadReason.RETRIES_EXHAUSTED);
        assertThat(dead.event().detail()).isEqualTo("x is not a function");
        assertThat(dead.attempts())
                .hasSize(3)
                .extracting(EventView.Attempt::number)
                .containsExactly(1, 2, 3);
        assertThat(dead.attempts()).extracting(EventView.Attempt::invocation).doesNotHaveDuplicates();

        behaviour = _ -> succeeded("\"mended\"");
        assertThat(organization.as(() -> organization.ledger.redrive(organization.tenant, id)))
                .isTrue();
        EventView.Whole mended = awaitEnd(id);

        assertThat(mended.event().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(mended.attempts()).hasSize(4);
        assertThat(mended.event().attempts()).isEqualTo(4);
    }

    @Test
    void deadLettersArePurgedWithTheirAttempts() {
        policy(0, "", "");
        behaviour = _ -> failed();
        work();
        EventId id = stored(organization.event("{}", null));
        awaitEnd(id);

        int purged = organization.as(() -> organization.ledger.purgeAll(organization.tenant, null));

        assertThat(purged).isEqualTo(1);
        assertThat(organization.as(() -> organization.ledger.find(organization.tenant, id)))
                .isEmpty();
    }

    @Test
    void throttlesDoNotUseUpRetries() {
        policy(0, "", "");
        behaviour = event -> event.claim().number() < 3 ? new AttemptEnd.Refused("Rate Exceeded") : succeeded("null");
        work();

        EventView.Whole end = awaitEnd(stored(organization.event("{}", null)));

        assertThat(end.event().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(end.attempts())
                .extracting(EventView.Attempt::outcome)
                .containsExactly("REFUSED", "REFUSED", "SUCCEEDED");
    }

    @Test
    void anEventThatWaitsIsCancelledAndNeverRuns() {
        EventId id = stored(organization.event("{}", null));

        assertThat(organization.as(() -> organization.ledger.cancel(organization.tenant, id)))
                .contains(Status.WAITING);
        work();
        awaitEnd(stored(organization.event("{}", null)));

        assertThat(organization.find(id).event().status()).isEqualTo(Status.CANCELLED);
        assertThat(attempts).doesNotContainKey(id);
    }

    @Test
    void anotherOrganizationSeesNeitherTheEventNorItsDeadLetters() {
        var stranger = new Organization();
        EventId id = stored(organization.event("{}", null));

        assertThat(stranger.as(() -> stranger.ledger.find(organization.tenant, id)))
                .isEmpty();
        assertThat(stranger.as(() -> stranger.ledger.cancel(organization.tenant, id)))
                .isEmpty();
        assertThat(organization.find(id).event().status()).isEqualTo(Status.WAITING);
    }

    @Test
    void anotherFunctionIsToldOfSuccess() {
        organization.addFunction(FunctionId.next(), new FunctionName("told"));
        policy(0, "told", "");
        var told = new CopyOnWriteArrayList<JsonObject>();
        behaviour = event -> {
            if (event.functionName().equals("told")) {
                told.add(new JsonObject(event.payload()));
            }
            return succeeded("{\"answer\":42}");
        };
        work();

        EventId id = stored(organization.event("{\"question\":1}", null));
        await().atMost(Duration.ofSeconds(30)).until(() -> !told.isEmpty());

        JsonObject record = told.getFirst();
        assertThat(record.getJsonObject("requestContext").getString("requestId"))
                .isEqualTo(id.toString());
        assertThat(record.getJsonObject("requestContext").getString("condition"))
                .isEqualTo("Success");
        assertThat(record.getJsonObject("requestPayload")).isEqualTo(new JsonObject("{\"question\":1}"));
        assertThat(record.getJsonObject("responsePayload")).isEqualTo(new JsonObject("{\"answer\":42}"));
    }

    @Test
    void aWebhookIsToldOfFailureWithASignatureThatHolds() throws Exception {
        var received = new CopyOnWriteArrayList<String>();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(body.toString());
                    received.add(signed(request));
                    request.response().setStatusCode(204).end();
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        var policy = new EventPolicy(
                0,
                List.of(Duration.ZERO),
                Duration.ofHours(1),
                Destination.NONE,
                Destination.parse("http://127.0.0.1:" + server.actualPort() + "/hook")
                        .orElseThrow());
        String secret = organization
                .as(() -> organization.policies.put(organization.tenant, organization.function, "$LATEST", policy))
                .orElseThrow();
        behaviour = _ -> failed();
        work();

        EventId id = stored(organization.event("{}", null));
        await().atMost(Duration.ofSeconds(30)).until(() -> received.size() == 2);

        var body = new JsonObject(received.getFirst());
        assertThat(body.getJsonObject("requestContext").getString("requestId")).isEqualTo(id.toString());
        assertThat(body.getJsonObject("requestContext").getString("condition")).isEqualTo("RetriesExhausted");
        String[] headers = received.get(1).split(" ", 3);
        assertThat(headers[2])
                .isEqualTo("v1,"
                        + WebhookTarget.signature(secret, headers[0], headers[1], Buffer.buffer(received.getFirst())));
    }

    private static String signed(HttpServerRequest request) {
        return request.getHeader("webhook-id") + " " + request.getHeader("webhook-timestamp") + " "
                + request.getHeader("webhook-signature");
    }

    @Test
    void anOrganizationWithManyEventsDoesNotHoldUpAnother() {
        var crowded = new Organization();
        for (int number = 0; number < 2_000; number++) {
            intake.accept(crowded.event("{}", null));
        }
        stored(crowded.event("{}", null));
        EventId single = stored(organization.event("{}", null));
        var order = new CopyOnWriteArrayList<EventId>();
        behaviour = event -> {
            order.add(event.id());
            return succeeded("null");
        };
        work();

        awaitEnd(single);

        assertThat(order.indexOf(single)).isBetween(0, 400);
    }

    @Test
    void whatIsFinishedIsClearedAwayInTime() {
        JdbcClient jdbc = JdbcClient.create(TestDatabase.worker());
        var early = new EventIntake(
                EventStages.transactions(), PROPERTIES, Clock.offset(Clock.systemUTC(), Duration.ofDays(-2)), () -> {});
        EventId old = ((Acceptance.Stored) early.accept(organization.event("{}", null))
                        .toCompletableFuture()
                        .join())
                .id();
        EventId recent = stored(organization.event("{}", null));
        for (EventId id : List.of(old, recent)) {
            organization.as(() -> organization.ledger.cancel(organization.tenant, id));
        }
        jdbc.sql("update runtime_manager.event set finished_at = accepted_at where id = ?")
                .param(old.value())
                .update();

        new EventWork(jdbc, PROPERTIES).clear();

        assertThat(organization.as(() -> organization.ledger.find(organization.tenant, old)))
                .isEmpty();
        assertThat(organization.find(recent).event().status()).isEqualTo(Status.CANCELLED);
    }
}
