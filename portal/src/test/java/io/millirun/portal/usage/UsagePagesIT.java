package io.millirun.portal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

class UsagePagesIT extends PortalIT {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Autowired
    @Qualifier("worker")
    private DataSource worker;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    private final Instant now = Instant.now();

    @Test
    void theFiguresAreThoseOfTheRecordsToTheLastDigit() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecords records =
                UsageRecords.startedAt(now).of(member.organization()).of(hello);
        ingest(
                records.billed(1, 128).next(),
                records.billed(900_000, 10_240).afterInit().next(),
                records.ended(Outcome.FUNCTION_ERROR).next(),
                records.ended(Outcome.PLATFORM_FAULT).next());

        String usage = page(loggedIn(member), "/usage");

        assertThat(figure(usage, "invocations")).isEqualTo("4");
        assertThat(figure(usage, "requests")).isEqualTo("3");
        // (128 × 1 + 10,240 × 900,000 + 128 × 1) / 1,024,000
        assertThat(figure(usage, "gb-seconds")).isEqualTo("9000.00025");
        assertThat(figure(usage, "errors")).isEqualTo("1");
        assertThat(figure(usage, "cold")).isEqualTo("1");
        assertThat(figure(usage, "cost")).isEqualTo("0.00");
        String row = part(usage, "<tr data-function=\"hello\"", "</tr>");
        assertThat(row).contains("href=\"/functions/hello\"");
        // 9,000.00025 × 0.0000166667 + 3 × 0.0000002
        assertThat(figure(row, "list-price")).isEqualTo("0.150000904166675");
    }

    @Test
    void aDeletedFunctionIsStillCalledByItsName() {
        Member member = newMember();
        FunctionId gone = deploy(member, "gone");
        ingest(UsageRecords.startedAt(now).of(member.organization()).of(gone).next());
        CurrentTenant.run(member.organization(), () -> catalog.delete(member.organization(), new FunctionName("gone")));

        assertThat(page(loggedIn(member), "/usage")).contains("gone (deleted)").doesNotContain("/functions/gone");
        assertThat(page(loggedIn(member), "/usage.csv")).contains(",gone,");
    }

    @Test
    void everyInvocationShowsItsOwnPrice() {
        Member member = newMember();
        UsageRecord usage = UsageRecords.startedAt(now)
                .of(member.organization())
                .billed(1, 128)
                .afterInit()
                .next();
        ingest(usage);

        String row = part(page(loggedIn(member), "/usage"), "<tr data-invocation=\"" + usage.id() + "\"", "</tr>");

        assertThat(figure(row, "list-price")).isEqualTo("0.0000002020833375");
        assertThat(figure(row, "duration-micros")).isEqualTo("1000");
        assertThat(figure(row, "billed-ms")).isEqualTo("1");
        assertThat(figure(row, "peak-bytes")).isEqualTo("33554432");
        assertThat(figure(row, "init-micros")).isEqualTo("12345");
        assertThat(row).contains("$0.0000002020833375", "cold, 12.345 ms", "32.0 MB of 128 MB", "deleted function");
    }

    @Test
    void invocationsAreShownAPageAtATimeAndByFunction() {
        Member member = newMember();
        FunctionId other = FunctionId.next();
        UsageRecords records = UsageRecords.startedAt(now).of(member.organization());
        ingest(IntStream.range(0, 60)
                .mapToObj(i -> (i % 30 == 0 ? records.of(other) : records).next())
                .toArray(UsageRecord[]::new));
        Browser browser = loggedIn(member);

        String first = page(browser, "/usage");
        String older = first.replaceAll("(?s).*before=([0-9a-f-]{36}).*", "$1");
        String second = page(browser, "/usage?before=" + older);

        assertThat(rows(first)).hasSize(25).doesNotContainAnyElementsOf(rows(second));
        assertThat(rows(second)).hasSize(25);
        assertThat(rows(page(browser, "/usage?function=" + other))).hasSize(2);
    }

    @Test
    void theStatementReckonsAloud() {
        Member member = newMember();
        FunctionId heavy = deploy(member, "heavy");
        UsageRecords records =
                UsageRecords.startedAt(now).of(member.organization()).of(heavy);
        ingest(IntStream.range(0, 1_000)
                .mapToObj(_ -> records.billed(900_000, 10_240).next())
                .toArray(UsageRecord[]::new));

        String statement = page(loggedIn(member), "/statement");

        assertThat(figure(statement, "total")).isEqualTo("143.33");
        String compute = part(statement, "data-meter=\"compute\"", "data-meter=\"uncharged\"");
        assertThat(figure(compute, "amount")).isEqualTo("143.33");
        assertThat(figure(compute, "used")).isEqualTo("9216000000000");
        assertThat(figure(compute, "exact")).isEqualTo("143.33362");
        assertThat(compute)
                .contains("9,216,000,000,000", "9,000,000", "− 400,000", "× $0.0000166667", "$143.33362")
                .contains("data-function=\"heavy\"");
        assertThat(statement).contains("rounded half up, once").doesNotContain("id=\"proof\"");
    }

    @Test
    void withoutCallsTheStatementIsAnExplicitZeroWithItsProof() {
        Member member = newMember();
        deploy(member, "idle");
        Browser browser = loggedIn(member);

        String statement = page(browser, "/statement");

        assertThat(figure(statement, "total")).isEqualTo("0.00");
        assertThat(figure(part(statement, "data-meter=\"requests\"", "data-meter=\"compute\""), "used"))
                .isEqualTo("0");
        assertThat(figure(part(statement, "data-meter=\"compute\"", "data-meter=\"uncharged\""), "used"))
                .isEqualTo("0");
        assertThat(figure(statement, "functions-deployed")).isEqualTo("1");
        assertThat(figure(statement, "digest")).isEqualTo(EMPTY);
        assertThat(page(browser, "/usage")).contains("Nothing ran in");
    }

    @Test
    void anotherOrganizationsUsageIsNowhere() {
        Member member = newMember();
        UsageRecord secret =
                UsageRecords.startedAt(now).of(member.organization()).next();
        ingest(secret);
        Browser stranger = loggedIn(newMember());

        assertThat(page(stranger, "/usage?function=" + secret.function()))
                .doesNotContain(secret.id().toString())
                .contains("Nothing ran in");
        assertThat(stranger.get("/usage.csv").body().lines()).hasSize(1);
        assertThat(stranger.get("/usage.jsonl").body()).isEmpty();
    }

    @Test
    void recordsAreDownloadedAsCsvAndAsJsonLines() {
        Member member = newMember();
        FunctionId hello = deploy(member, "hello");
        UsageRecord usage =
                UsageRecords.startedAt(now).of(member.organization()).of(hello).next();
        ingest(usage);
        Browser browser = loggedIn(member);

        HttpResponse<String> csv = browser.get("/usage.csv");
        HttpResponse<String> jsonLines = browser.get("/usage.jsonl");
        HttpResponse<String> statement = browser.get("/statement.json");

        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(name -> assertThat(name).contains("usage-" + month + ".csv"));
        assertThat(csv.body().lines().toList()).hasSize(2).last().asString().contains(usage.id() + ",", ",hello,");
        assertThat(jsonLines.body())
                .startsWith("{\"id\":\"" + usage.id() + "\"")
                .endsWith("}\n");
        assertThat(statement.body())
                .contains("\"month\":\"" + month + "\"", "\"currency\":\"USD\"", "\"rate\":\"0.0000166667\"");
    }

    @Test
    void monthsThatHaveNotBegunAndNonsenseAreAnsweredCalmly() {
        Browser browser = loggedIn(newMember());

        assertThat(browser.get("/usage?month=2999-01").statusCode()).isEqualTo(404);
        assertThat(browser.get("/statement?month=2999-01").statusCode()).isEqualTo(404);
        assertThat(browser.get("/usage?month=yesterday").statusCode()).isEqualTo(400);
        assertThat(browser.get("/usage?before=6ba7b810-9dad-11d1-80b4-00c04fd430c8")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/usage?month=2020-01&chart=compute").statusCode())
                .isEqualTo(200);
        assertThat(browser().get("/usage").statusCode()).isEqualTo(302);
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

    private static String page(Browser browser, String path) {
        HttpResponse<String> response = browser.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private static String part(String page, String from, String to) {
        int start = page.indexOf(from);
        assertThat(start).as(from).isNotNegative();
        return page.substring(start, page.indexOf(to, start));
    }

    private static String figure(String page, String name) {
        Matcher matcher = Pattern.compile("data-figure=\"" + name + "\"[^>]* data-value=\"([^\"]*)\"")
                .matcher(page);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static List<String> rows(String page) {
        return Pattern.compile("data-invocation=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
