package io.millirun.portal.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import io.millirun.portal.Browser;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.events.Acceptance;
import io.millirun.runtimemanager.events.EventIntake;
import io.millirun.runtimemanager.events.NewEvent;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.HtmlUtils;

/** Fills an organization with what a busy one has, mostly by the portal's own forms. */
final class Furniture {

    private static final String OUTPUT = """
            {"level":"INFO","message":"order priced","total":"41.90","currency":"EUR"}
            WARN the warehouse answered slowly, waited 38 ms for https://warehouse.example.org/v1/items
            """;

    private static final String CHECKOUT = "checkout-api";
    private static final String REPORT = "nightly-revenue-report-for-the-finance-department";

    private final Member owner;
    private final Browser browser;
    private final FunctionCatalog catalog;
    private final EventIntake intake;
    private final JdbcClient worker;
    private final TestIngest ingest;
    private final Random random = new Random(7);
    private final Instant now = Instant.now();

    Furniture(
            Member owner,
            Browser browser,
            FunctionCatalog catalog,
            EventIntake intake,
            JdbcClient worker,
            TestIngest ingest) {
        this.owner = owner;
        this.browser = browser;
        this.catalog = catalog;
        this.intake = intake;
        this.worker = worker;
        this.ingest = ingest;
    }

    void arrange() {
        browser.get("/functions/new");
        create(CHECKOUT, "nodejs24.x", "http-api", "index.handler");
        create("resize-product-images", "python3.13", "hello", "lambda_function.lambda_handler");
        create(REPORT, "nodejs24.x", "report", "index.handler");
        create("webhook", "nodejs24.x", "webhook", "index.handler");
        versions();
        calls();
        events();
        post(
                "/functions/" + CHECKOUT + "/triggers/schedules",
                "name",
                "nightly",
                "expression",
                "cron(0 3 * * ? *)",
                "timeZone",
                "Europe/Berlin",
                "missed",
                "once",
                "enabled",
                "true");
        post("/functions/" + CHECKOUT + "/test/events", "event", "{\"order\": 7}", "savedName", "big order");
        post("/members/invitations", "email", "noor@example.org", "role", "DEVELOPER");
        post("/keys", "name", "ci deploy", "scopes", "DEPLOY", "expiry", "DAYS_90", "functions", "");
    }

    private void create(String name, String runtime, String starter, String handler) {
        String form = browser.post("/functions/new", "runtime", runtime, "starter", starter, "source", "")
                .body();
        Matcher source = Pattern.compile("(?s)<textarea[^>]*name=\"source\"[^>]*>(.*?)</textarea>")
                .matcher(form);
        assertThat(source.find()).as("the starter's code").isTrue();
        post(
                "/functions",
                "name",
                name,
                "runtime",
                runtime,
                "starter",
                starter,
                "source",
                HtmlUtils.htmlUnescape(source.group(1)),
                "handler",
                handler,
                "memoryMb",
                "256",
                "timeoutSeconds",
                "5",
                "environment[0].name",
                "CURRENCY",
                "environment[0].value",
                "EUR",
                "urlAuth",
                "ACCESS_KEY");
    }

    /** Two versions, an alias between them and a draft. */
    private void versions() {
        post("/functions/" + CHECKOUT + "/versions", "description", "Opening day");
        HttpResponse<String> code = browser.get("/functions/" + CHECKOUT + "/code");
        edit(code, "/code", "export const handler = async (event) => ({ statusCode: 200, body: 'v2' });\n");
        post("/functions/" + CHECKOUT + "/versions", "description", "Answers with the version");
        post("/functions/" + CHECKOUT + "/aliases", "alias", "live", "version", "2", "second", "1", "share", "12.5");
        edit(
                browser.get("/functions/" + CHECKOUT + "/code"),
                "/draft",
                "export const handler = async (event) => ({ statusCode: 200, body: 'a draft' });\n");
    }

    private void edit(HttpResponse<String> page, String to, String source) {
        post(
                "/functions/" + CHECKOUT + to,
                "revision",
                hidden(page, "revision"),
                "digest",
                hidden(page, "digest"),
                "files[0].path",
                "index.mjs",
                "files[0].text",
                source);
    }

    /** Calls of this month, many of the last day, and logs of some. */
    private void calls() {
        Instant month = now.truncatedTo(ChronoUnit.DAYS);
        for (int day = month.atZone(ZoneOffset.UTC).getDayOfMonth() - 1; day > 0; day--) {
            Instant noon = month.minus(day, ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS);
            List<UsageRecord> calls = new ArrayList<>();
            for (int call = 0; call < 20 + day % 7 * 12; call++) {
                calls.add(call(noon.plusSeconds(60L * call)));
            }
            ingest.ingest(calls.toArray(UsageRecord[]::new));
        }
        List<UsageRecord> today = new ArrayList<>();
        for (int call = 0; call < 400; call++) {
            Instant at = now.minusSeconds(5 + (long) (random.nextDouble() * random.nextDouble() * 20 * 3600));
            if (LocalDate.ofInstant(at, ZoneOffset.UTC).equals(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
                today.add(call(at));
            }
        }
        today.add(called(CHECKOUT)
                .at(now.minusSeconds(2))
                .ended(Outcome.FUNCTION_ERROR)
                .billed(31, 256)
                .next());
        today.sort((one, other) -> one.id().startedAt().compareTo(other.id().startedAt()));
        ingest.ingest(today.toArray(UsageRecord[]::new));
        today.reversed().stream().limit(20).forEach(this::log);
    }

    /** Calls of a month that is over, so that there are invoices of it; one in which no other test calls anything. */
    YearMonth earlierMonth() {
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(7);
        Instant noon = month.atDay(12).atTime(12, 0).toInstant(ZoneOffset.UTC);
        List<UsageRecord> calls = new ArrayList<>();
        for (int call = 0; call < 60; call++) {
            // More than the free allowance, so that there is something to pay.
            calls.add(called(CHECKOUT)
                    .at(noon.plusSeconds(60L * call))
                    .billed(900_000, 10_240)
                    .next());
        }
        ingest.ingest(calls.toArray(UsageRecord[]::new));
        return month;
    }

    private UsageRecord call(Instant at) {
        int kind = random.nextInt(100);
        UsageRecords records = called(kind < 80 ? CHECKOUT : kind < 97 ? "resize-product-images" : REPORT)
                .at(at);
        records = records.billed(kind < 80 ? 4 + random.nextInt(40) : 180 + random.nextInt(900), 256);
        records = random.nextInt(100) < 4 ? records.afterInit() : records;
        return (random.nextInt(100) < 3 ? records.ended(Outcome.FUNCTION_ERROR) : records).next();
    }

    private UsageRecords called(String function) {
        return UsageRecords.startedAt(now)
                .of(owner.organization())
                .of(latest(function).function());
    }

    private FunctionVersion latest(String function) {
        return CurrentTenant.call(
                owner.organization(),
                () -> catalog.find(owner.organization(), new FunctionName(function))
                        .orElseThrow()
                        .latest());
    }

    private void log(UsageRecord usage) {
        LocalDate day = LocalDate.ofInstant(usage.id().startedAt(), ZoneOffset.UTC);
        boolean failed = usage.outcome() == Outcome.FUNCTION_ERROR;
        worker.sql("select runtime_manager.create_log_partitions(?)")
                .param(day)
                .query((row, _) -> row)
                .single();
        worker.sql("""
                        insert into runtime_manager.function_log (day, tenant_id, function_id, id, part, kind, version,
                          output, cut, dropped, outcome, cold, queued_micros, init_micros, duration_micros, billed_ms,
                          memory_mb, error_type, error_message)
                        values (?, ?, ?, ?, 1000000, 'end', '$LATEST', ?, false, false, ?, ?, ?, ?, ?, ?, 256, ?, ?)""")
                .params(
                        day,
                        usage.tenant().value(),
                        usage.function().value(),
                        usage.id().value(),
                        OUTPUT,
                        usage.outcome().name(),
                        usage.cold(),
                        usage.initMicros() + 500,
                        usage.initMicros(),
                        usage.durationMicros(),
                        usage.billedMs(),
                        failed ? "TypeError" : "",
                        failed ? "Cannot read properties of undefined (reading 'total')" : "")
                .update();
    }

    /** One that waits and one that died. */
    private void events() {
        accept(CHECKOUT);
        String dead = accept(REPORT);
        worker.sql("delete from runtime_manager.event_queue where event_id = ?::uuid")
                .param(dead)
                .update();
        worker.sql("""
                update runtime_manager.event set state = 'DEAD', finished_at = now(), reason = 'RETRIES_EXHAUSTED',
                    detail = 'Cannot read properties of undefined (reading ''total'')', attempts = 3 where id = ?::uuid
                """).param(dead).update();
    }

    private String accept(String function) {
        var event = NewEvent.of(
                latest(function), "$LATEST", Trigger.EVENT, Buffer.buffer("{\"order\":{\"id\":7,\"items\":3}}"));
        return ((Acceptance.Stored) intake.accept(event).toCompletableFuture().join())
                .id()
                .toString();
    }

    private void post(String path, String... fields) {
        browser.get("/functions");
        HttpResponse<String> answer = browser.post(path, fields);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isLessThan(400);
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        assertThat(field.find()).as(name).isTrue();
        return field.group(1);
    }
}
