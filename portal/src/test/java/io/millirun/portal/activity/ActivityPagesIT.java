package io.millirun.portal.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class ActivityPagesIT extends PortalIT {

    @Autowired
    @Qualifier("worker")
    private DataSource worker;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private AccessKeys keys;

    private final Instant now = Instant.now();

    @Test
    void invocationsAreFilteredAndPaged() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecords records = UsageRecords.startedAt(now.minusSeconds(30))
                .of(member.organization())
                .of(hello);
        UsageRecord failed = records.ended(Outcome.TIMEOUT).next();
        UsageRecord cold = records.afterInit().next();
        ingest(failed, cold);
        ingest(IntStream.range(0, 60).mapToObj(_ -> records.next()).toArray(UsageRecord[]::new));
        Browser browser = loggedIn(member);

        String first = page(browser, "/functions/hello/invocations");
        String older = first.replaceAll("(?s).*before=([0-9a-f-]{36}).*", "$1");

        assertThat(rows(first)).isEqualTo(50);
        assertThat(rows(page(browser, "/functions/hello/invocations?before=" + older)))
                .isEqualTo(12);
        assertThat(page(browser, "/functions/hello/invocations?status=failed"))
                .contains(failed.id().toString())
                .doesNotContain(cold.id().toString());
        assertThat(page(browser, "/functions/hello/invocations?start=cold"))
                .contains(cold.id().toString())
                .doesNotContain(failed.id().toString());
        assertThat(rows(page(browser, "/functions/hello/invocations?trigger=schedule")))
                .isZero();
        assertThat(rows(page(browser, "/functions/hello/invocations?from=2020-01-01T00:00&to=2020-01-02T00:00")))
                .isZero();
    }

    @Test
    void oneInvocationShowsItsLogItsTimesAndHowItsPriceIsReached() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecord usage = UsageRecords.startedAt(now)
                .of(member.organization())
                .of(hello)
                .billed(38, 128)
                .afterInit()
                .ended(Outcome.FUNCTION_ERROR)
                .next();
        ingest(usage);
        log(usage, "greeting <b>Ada</b>\n", "TypeError", "no such <thing>");

        String page = page(loggedIn(member), "/functions/hello/invocations/" + usage.id());

        assertThat(page)
                .contains("greeting &lt;b&gt;Ada&lt;/b&gt;", "TypeError", "no such &lt;thing&gt;")
                .contains("Waiting 2.500 ms", "Init 12.345 ms", "Run 38.000 ms")
                .contains("38 ms × 128 MB = 4,864 MB·ms", "0.00475 GB-s", "$0.000000279166825")
                .contains("REPORT", "END");
    }

    @Test
    void logsAreSearchedAndKeptAsLongAsTheOwnerSays() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecords records =
                UsageRecords.startedAt(now).of(member.organization()).of(hello);
        UsageRecord one = records.next();
        UsageRecord other = records.next();
        log(one, "apples\n", "", "");
        log(other, "pears\n", "", "");
        Browser browser = loggedIn(member);

        assertThat(page(browser, "/functions/hello/logs")).contains("apples", "pears");
        assertThat(page(browser, "/functions/hello/logs?q=APPLES"))
                .contains("apples")
                .doesNotContain("pears");
        assertThat(page(browser, "/functions/hello/logs?q=" + other.id()))
                .contains("pears")
                .doesNotContain("apples");
        assertThat(page(browser, "/functions/hello/logs?q=plums")).contains("Nothing matches");
        assertThat(browser.post("/functions/hello/logs/settings", "days", "30", "capture", "true")
                        .statusCode())
                .isEqualTo(302);
        assertThat(page(browser, "/functions/hello/logs")).contains("value=\"30\"", "checked=\"checked\"");
        assertThat(browser.post("/functions/hello/logs/settings", "days", "4000")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void whoFollowsALogGetsEachLineOnceAsItIsWritten() throws Exception {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecords records =
                UsageRecords.startedAt(now).of(member.organization()).of(hello);
        Browser browser = loggedIn(member);
        long since = System.currentTimeMillis() - 1_000;
        try (var lines = new BufferedReader(new InputStreamReader(
                browser.stream("/functions/hello/logs/live?since=" + since), StandardCharsets.UTF_8))) {
            log(records.next(), "apples\n", "", "");
            String first = data(lines);
            UsageRecord second = records.next();
            log(second, "pears\n", "", "");
            String then = data(lines);

            assertThat(first).contains("\"apples\"", "\"START\"", "\"REPORT\"").doesNotContain("pears");
            assertThat(then).contains("\"pears\"", second.id().toString()).doesNotContain("apples");
        }
        try (var lines = new BufferedReader(new InputStreamReader(
                browser.stream("/functions/hello/logs/live?q=PEARS&since=" + since), StandardCharsets.UTF_8))) {
            assertThat(data(lines)).contains("pears").doesNotContain("apples").doesNotContain("START");
        }
    }

    private static String data(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data: ")) {
            line = lines.readLine();
        }
        return line;
    }

    @Test
    void metricsAreThoseOfTheRecords() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecords records = UsageRecords.startedAt(now.minusSeconds(5))
                .of(member.organization())
                .of(hello);
        ingest(IntStream.rangeClosed(1, 100)
                .mapToObj(i -> (i % 10 == 0 ? records.ended(Outcome.EXITED) : records)
                        .billed(i, 128)
                        .next())
                .toArray(UsageRecord[]::new));

        String page = page(loggedIn(member), "/functions/hello/metrics?range=1h");

        assertThat(page)
                .contains("data-figure=\"calls\" data-value=\"100\"")
                .contains("data-figure=\"errors\" data-value=\"10\"")
                .contains("data-figure=\"p50\" data-value=\"50000\"")
                .contains("data-figure=\"p95\" data-value=\"95000\"")
                .contains("data-figure=\"p99\" data-value=\"99000\"")
                .contains("<polyline", "50.00 ms", "95.00 ms");
    }

    @Test
    void theUrlAnswersAsItsOwnerChooses() {
        Member member = newMember();
        deploy(member, "hello");
        Browser browser = loggedIn(member);
        assertThat(page(browser, "/functions/hello/settings")).contains("value=\"BUFFERED\" checked=\"checked\"");

        assertThat(browser.post("/functions/hello/url", "mode", "RESPONSE_STREAM")
                        .statusCode())
                .isEqualTo(302);
        assertThat(page(browser, "/functions/hello/settings"))
                .contains("value=\"RESPONSE_STREAM\" checked=\"checked\"");
        assertThat(browser.post("/functions/hello/url", "mode", "BUFFERED").statusCode())
                .isEqualTo(302);
        assertThat(page(browser, "/functions/hello/settings")).contains("value=\"BUFFERED\" checked=\"checked\"");
    }

    @Test
    void theApiTellsTheSame() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecord usage = UsageRecords.startedAt(now.minusSeconds(5))
                .of(member.organization())
                .of(hello)
                .ended(Outcome.FUNCTION_ERROR)
                .next();
        ingest(usage);
        log(usage, "apples\n", "TypeError", "no such thing");
        String token = CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "reader", new Grants(Set.of(Scope.READ), null), null, "test")
                        .bearerToken());
        Browser browser = browser();
        String base = "/api/v1/functions/hello";

        assertThat(browser.getWithBearer(base + "/invocations?status=failed", token)
                        .body())
                .contains(usage.id().toString(), "\"outcome\":\"function_error\"", "\"listPrice\":\"0.00000020");
        assertThat(browser.getWithBearer(base + "/invocations/" + usage.id(), token)
                        .body())
                .contains("\"errorType\":\"TypeError\"", "\"waitedMicros\":2500", "apples");
        assertThat(browser.getWithBearer(base + "/logs?q=apples", token).body()).contains("apples", "REPORT");
        assertThat(browser.getWithBearer(base + "/metrics", token).body()).contains("\"calls\":1,\"errors\":1");
        assertThat(browser.getWithBearer(base + "/metrics?step=0", token).statusCode())
                .isEqualTo(400);
    }

    @Test
    void anotherOrganizationsCallsAreNotFound() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecord usage =
                UsageRecords.startedAt(now).of(member.organization()).of(hello).next();
        ingest(usage);
        log(usage, "secret\n", "", "");
        Member other = newMember();
        deploy(other, "hello");
        Browser stranger = loggedIn(other);

        assertThat(stranger.get("/functions/hello/invocations/" + usage.id()).statusCode())
                .isEqualTo(404);
        assertThat(page(stranger, "/functions/hello/logs?q=" + usage.id())).doesNotContain("secret");
        assertThat(page(stranger, "/functions/hello/invocations"))
                .doesNotContain(usage.id().toString());
        assertThat(stranger.get("/functions/nothing/logs/live").statusCode()).isEqualTo(404);
    }

    private FunctionId deploy(Member member, String name) {
        FunctionSettings settings = new FunctionSettings(
                "nodejs24.x", "index.handler", 128, Duration.ofSeconds(3), Map.of(), "", UrlAuth.ACCESS_KEY);
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", "export const handler = async () => 1;\n"))) {
            return CurrentTenant.call(
                    member.organization(),
                    () -> catalog.create(member.organization(), name, settings, code)
                            .latest()
                            .function());
        }
    }

    private void ingest(UsageRecord... usages) {
        TestIngest.into(worker).ingest(usages);
    }

    private void log(UsageRecord usage, String output, String errorType, String errorMessage) {
        InvocationId id = usage.id();
        LocalDate day = LocalDate.ofInstant(id.startedAt(), ZoneOffset.UTC);
        JdbcClient jdbc = JdbcClient.create(worker);
        jdbc.sql("select runtime_manager.create_log_partitions(?)")
                .param(day)
                .query((row, _) -> row)
                .single();
        jdbc.sql("""
                        insert into runtime_manager.function_log (day, tenant_id, function_id, id, part, kind, version,
                          output, cut, dropped, outcome, cold, queued_micros, init_micros, duration_micros, billed_ms,
                          memory_mb, error_type, error_message)
                        values (?, ?, ?, ?, 1000000, 'end', '$LATEST', ?, false, false, ?, ?, ?, ?, ?, ?, 128, ?, ?)""")
                .params(
                        day,
                        usage.tenant().value(),
                        usage.function().value(),
                        id.value(),
                        output,
                        usage.outcome().name(),
                        usage.cold(),
                        usage.initMicros() + 2_500,
                        usage.initMicros(),
                        usage.durationMicros(),
                        usage.billedMs(),
                        errorType,
                        errorMessage)
                .update();
    }

    private static String page(Browser browser, String path) {
        HttpResponse<String> response = browser.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private static int rows(String page) {
        return page.split("data-invocation=", -1).length - 1;
    }
}
