package io.millirun.portal.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a newcomer does: signs up, sees that nothing costs nothing, deploys a function in each language, calls them in the
 * browser and from outside, and reads what it cost; every figure is held against the records in the database.
 */
final class Journey {

    private static final String ORGANIZATION = "newcomer";
    private static final String EMPTY_SET = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Installation installation;
    private final JourneyBrowser browser;
    private final Page page;

    Journey(Installation installation, JourneyBrowser browser) {
        this.installation = installation;
        this.browser = browser;
        this.page = browser.page();
    }

    void signsUp() {
        open("/sign-up");
        page.fill("#name", "Nora Newcomer");
        page.fill("#email", "nora@example.org");
        page.fill("#organization", ORGANIZATION);
        page.fill("#password", "aaaaaaaaaaaa");
        submit();
        assertThat(page.locator("#password-error").innerText()).isNotBlank();
        page.fill("#password", "seven calm green rivers");
        submit();
        page.waitForURL("**/functions");
        browser.picture("functions-empty");
    }

    void seesTheZeroStatement() {
        open("/statement");
        assertThat(new BigDecimal(figure("total"))).isZero();
        assertThat(figure("digest")).isEqualTo(EMPTY_SET);
        browser.picture("statement-zero");
    }

    void deploys(String name, String runtime, String starter) {
        open("/functions/new");
        page.fill("#name", name);
        choose("runtime", runtime);
        page.waitForCondition(() -> page.locator("button[data-primary]").isEnabled());
        choose("starter", starter);
        page.waitForCondition(() -> page.locator("#source").inputValue().contains("The smallest useful function"));
        browser.picture("function-new-" + runtime);
        page.locator("button[data-primary]").click();
        page.waitForURL("**/functions/" + name + "/**");
        assertThat(page.content()).contains(name);
        browser.picture("function-code-" + runtime);
    }

    /** Runs the function in the test console and returns the request's id. */
    String runsInTheConsole(String name) {
        open("/functions/" + name + "/test");
        page.locator("button[data-run]").click();
        Locator id = page.locator("#result .result__id");
        id.waitFor(new Locator.WaitForOptions().setTimeout(60_000));
        assertThat(page.locator("#result .result__status").innerText()).contains("Succeeded");
        assertThat(page.locator("#answer").innerText()).isNotBlank();
        assertThat(page.locator("#result .log").innerText()).contains("REPORT", "RequestId: " + id.innerText());
        browser.picture("function-test-" + name);
        return id.innerText();
    }

    /** Makes an access key and returns its bearer token, which is shown once. */
    String makesAnAccessKey() {
        open("/keys/new");
        page.fill("#name", "journey");
        submit();
        String text = page.content();
        int start = text.indexOf("mr_MRAK");
        assertThat(start).as("a bearer token on the page").isPositive();
        String token = text.substring(start).split("[^A-Za-z0-9_]", 2)[0];
        open("/keys");
        assertThat(page.content()).doesNotContain(token);
        return token;
    }

    void callsFromOutside(String name, String token, int times) throws IOException {
        for (int n = 0; n < times; n++) {
            HttpResponse<String> answer = Http.post(
                    installation.gateway().resolve("/2015-03-31/functions/" + name + "/invocations"),
                    "{\"name\":\"n" + n + "\"}",
                    "Authorization",
                    "Bearer " + token);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
            assertThat(answer.headers().firstValue("X-Millirun-Cost")).isPresent();
        }
        assertThat(Http.post(
                                installation.gateway().resolve("/2015-03-31/functions/" + name + "/invocations"),
                                "{}",
                                "Authorization",
                                "Bearer " + token + "x")
                        .statusCode())
                .isEqualTo(403);
    }

    /** Caps the function, lowers the cap to nothing and raises it again; returns how many calls ran meanwhile. */
    int isStoppedByItsCap(String name, String token) throws SQLException, IOException {
        open("/budgets");
        page.selectOption("#cap-function", name);
        page.fill("#function-cap", "1.00");
        page.locator("section[aria-labelledby=function-caps-title] form.card button[type=submit]")
                .click();
        page.waitForLoadState();
        assertThat(call(name, token).statusCode()).isEqualTo(200);
        int ran = 1;
        // It begins to hold once every process counts for it.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            open("/budgets");
            return page.locator("td .status.is-ok").count() == 1;
        });
        changesTheFunctionCap("0.00");
        HttpResponse<String> answer = call(name, token);
        while (answer.statusCode() == 200) {
            ran++;
            assertThat(ran).as("calls before the cap holds").isLessThan(10);
            page.waitForTimeout(300);
            answer = call(name, token);
        }
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("\"Reason\":\"FunctionSpendCapReached\"");
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("FunctionSpendCapReachedException");
        browser.picture("budgets");
        changesTheFunctionCap("2.00");
        await().atMost(Duration.ofSeconds(1)).until(() -> call(name, token).statusCode() == 200);
        await().atMost(Duration.ofSeconds(10)).until(() -> mails("spend-cap-reached") == 1);
        return ran + 1;
    }

    private int mails(String kind) throws SQLException {
        try (var database = installation.database();
                var select = database.prepareStatement("select count(*) from portal.mails where kind = ?")) {
            select.setString(1, kind);
            try (var count = select.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }

    private void changesTheFunctionCap(String amount) {
        open("/budgets");
        page.fill("section[aria-labelledby=function-caps-title] td input[name=amount]", amount);
        page.locator("section[aria-labelledby=function-caps-title] td .affix + button")
                .click();
        page.waitForLoadState();
    }

    private HttpResponse<String> call(String name, String token) throws IOException {
        return Http.post(
                installation.gateway().resolve("/2015-03-31/functions/" + name + "/invocations"),
                "{}",
                "Authorization",
                "Bearer " + token);
    }

    /** Waits until {@code calls} records are in the database, and returns them. */
    SequencedMap<String, Map<String, String>> recordsOnceThereAre(int calls) throws SQLException {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Records.of(installation, ORGANIZATION).size() == calls);
        return Records.of(installation, ORGANIZATION);
    }

    /** Every figure of the usage page against {@code records}. */
    void readsTheUsage(SequencedMap<String, Map<String, String>> records) {
        open("/usage");
        long mbMs = Records.mbMs(records);
        int calls = records.size();
        assertThat(figure("invocations")).isEqualTo(Integer.toString(calls));
        assertThat(new BigDecimal(figure("gb-seconds"))).isEqualByComparingTo(Records.gbSeconds(mbMs));
        assertThat(new BigDecimal(figure("cost"))).isZero();
        assertThat(new BigDecimal(page.locator("tfoot tr")
                        .first()
                        .locator("[data-figure=list-price]")
                        .getAttribute("data-value")))
                .isEqualByComparingTo(Records.listPrice(calls, mbMs));
        Locator rows = page.locator("tr[data-invocation]");
        assertThat(rows.count()).isEqualTo(calls);
        int row = 0;
        for (var record : records.entrySet()) {
            Locator shown = rows.nth(row++);
            assertThat(shown.getAttribute("data-invocation")).isEqualTo(record.getKey());
            for (String name : new String[] {"outcome", "init-micros", "duration-micros", "billed-ms", "peak-bytes"}) {
                assertThat(shown.locator("[data-figure=" + name + "]").getAttribute("data-value"))
                        .as(name + " of " + record.getKey())
                        .isEqualTo(Records.value(record.getValue(), name));
            }
            long own = Records.mbMs(Map.of(record.getKey(), record.getValue()));
            assertThat(new BigDecimal(shown.locator("[data-figure=list-price]").getAttribute("data-value")))
                    .isEqualByComparingTo(Records.listPrice(1, own));
        }
        browser.picture("usage");
    }

    /** Every quantity and amount of the statement against {@code records}: all within the free allowance. */
    void readsTheStatement(SequencedMap<String, Map<String, String>> records) {
        open("/statement");
        assertThat(lineFigure("requests", "used")).isEqualByComparingTo(BigDecimal.valueOf(records.size()));
        assertThat(lineFigure("compute", "used")).isEqualByComparingTo(BigDecimal.valueOf(Records.mbMs(records)));
        assertThat(lineFigure("requests", "amount")).isZero();
        assertThat(lineFigure("compute", "amount")).isZero();
        assertThat(new BigDecimal(figure("total"))).isZero();
        browser.picture("statement");
    }

    void logsOutAndIn() {
        page.evaluate("document.querySelector('form[action=\"/logout\"]').submit()");
        page.waitForURL("**/login**");
        open("/functions");
        assertThat(page.url()).contains("/login");
        page.fill("input[type=email]", "nora@example.org");
        page.fill("input[type=password]", "wrong password entirely");
        submit();
        assertThat(page.url()).contains("/login");
        page.fill("input[type=email]", "nora@example.org");
        page.fill("input[type=password]", "seven calm green rivers");
        submit();
        page.waitForURL("**/functions");
    }

    private void open(String path) {
        page.navigate(installation.portal().resolve(path).toString());
    }

    private void submit() {
        page.locator("main button[type=submit], form.form button[type=submit]")
                .last()
                .click();
        page.waitForLoadState();
    }

    private void choose(String group, String value) {
        page.locator("input[name=" + group + "][value='" + value + "']")
                .check(new Locator.CheckOptions().setForce(true));
    }

    private String figure(String name) {
        return page.locator("[data-figure=" + name + "]").first().getAttribute("data-value");
    }

    private BigDecimal lineFigure(String meter, String name) {
        return new BigDecimal(page.locator("[data-meter=" + meter + "] [data-figure=" + name + "]")
                .first()
                .getAttribute("data-value"));
    }
}
