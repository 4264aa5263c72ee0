package io.millirun.portal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.metering.Trigger;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.events.Acceptance;
import io.millirun.runtimemanager.events.EventIntake;
import io.millirun.runtimemanager.events.NewEvent;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class EventPagesIT extends PortalIT {

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private EventIntake intake;

    @Autowired
    private AccessKeys keys;

    private FunctionVersion deploy(Member member) {
        FunctionSettings settings = new FunctionSettings(
                "nodejs24.x", "index.handler", 128, Duration.ofSeconds(3), Map.of(), "", UrlAuth.ACCESS_KEY);
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", "export const handler = async () => 1;\n"))) {
            return CurrentTenant.call(
                    member.organization(),
                    () -> catalog.create(member.organization(), "hello", settings, code)
                            .latest());
        }
    }

    private String accept(FunctionVersion version) {
        var event = NewEvent.of(version, "$LATEST", Trigger.EVENT, Buffer.buffer("{\"name\":\"<Ada>\"}"));
        return ((Acceptance.Stored) intake.accept(event).toCompletableFuture().join())
                .id()
                .toString();
    }

    /** As a worker would leave it after the last retry. */
    private void die(String id) {
        worker.sql("delete from runtime_manager.event_queue where event_id = ?::uuid")
                .param(id)
                .update();
        worker.sql("""
                update runtime_manager.event set state = 'DEAD', finished_at = now(), reason = 'RETRIES_EXHAUSTED',
                    detail = 'x is not a function', attempts = 3 where id = ?::uuid
                """).param(id).update();
    }

    private String token(Member member) {
        return CurrentTenant.call(
                        member.organization(), () -> keys.create(member, "ci", Grants.ALL, Duration.ofDays(1), "test"))
                .bearerToken();
    }

    private static String page(Browser browser, String path) {
        HttpResponse<String> response = browser.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    @Test
    void eventsAreListedShownCancelledAndDeadLettersSentAgainAndDeleted() {
        Member member = newMember();
        FunctionVersion hello = deploy(member);
        String waiting = accept(hello);
        String dead = accept(hello);
        die(dead);
        Browser browser = loggedIn(member);

        assertThat(page(browser, "/events"))
                .contains(waiting, dead)
                .contains("data-figure=\"waiting\" data-value=\"1\"")
                .contains("data-figure=\"dead\" data-value=\"1\"");
        assertThat(page(browser, "/events?status=dead")).contains(dead).doesNotContain(waiting);
        assertThat(page(browser, "/events?function=other")).doesNotContain(waiting);
        assertThat(page(browser, "/events/" + dead)).contains("x is not a function", "&lt;Ada&gt;");

        browser.post("/events/" + waiting + "/cancel");
        assertThat(page(browser, "/events/" + waiting)).contains("data-value=\"cancelled\"");
        browser.post("/events/" + dead + "/redrive");
        assertThat(page(browser, "/events/" + dead)).contains("data-value=\"waiting\"");
        die(dead);
        browser.post("/events/dead/purge");
        assertThat(browser.get("/events/" + dead).statusCode()).isEqualTo(404);
    }

    @Test
    void anotherOrganizationDoesNotFindAnEvent() {
        String id = accept(deploy(newMember()));
        Member stranger = newMember();

        assertThat(loggedIn(stranger).get("/events/" + id).statusCode()).isEqualTo(404);
        assertThat(browser()
                        .getWithBearer("/api/v1/invocations/" + id, token(stranger))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void programsLookUpCancelListAndRedrive() {
        Member member = newMember();
        FunctionVersion hello = deploy(member);
        String id = accept(hello);
        String dead = accept(hello);
        die(dead);
        String token = token(member);
        Browser browser = browser();

        assertThat(browser.getWithBearer("/api/v1/invocations/" + id, token).body())
                .contains("\"status\":\"waiting\"", "\"payload\":{\"name\":\"<Ada>\"}");
        assertThat(browser.getWithBearer("/api/v1/events/queue", token).body()).contains("\"waiting\":1", "\"dead\":1");
        assertThat(browser.getWithBearer("/api/v1/dead-letters", token).body())
                .contains(dead, "RetriesExhausted")
                .doesNotContain(id);
        assertThat(browser.sendWithBearer("DELETE", "/api/v1/invocations/" + id, token)
                        .body())
                .contains("\"status\":\"cancelled\"");
        assertThat(browser.sendWithBearer("DELETE", "/api/v1/invocations/" + id, token)
                        .statusCode())
                .isEqualTo(409);
        assertThat(browser.sendWithBearer("POST", "/api/v1/dead-letters/" + dead + "/redrive", token)
                        .statusCode())
                .isEqualTo(202);
        assertThat(browser.sendWithBearer("DELETE", "/api/v1/dead-letters/" + dead, token)
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.get("/api/v1/openapi.json").body())
                .contains("/api/v1/invocations/{id}", "/api/v1/dead-letters", "/api/v1/functions/{name}/schedules");
    }

    @Test
    void aFunctionsPolicyIsSetAndItsWebhookSecretShownOnce() {
        Member member = newMember();
        deploy(member);
        Browser browser = loggedIn(member);

        assertThat(page(browser, "/functions/hello/triggers")).contains("value=\"60, 120\"", "value=\"360\"");
        browser.post(
                "/functions/hello/triggers/policy",
                "retries",
                "4",
                "delays",
                "5, 10",
                "maximumAgeMinutes",
                "30",
                "onSuccess",
                "",
                "onFailure",
                "https://example.org/hook");
        assertThat(page(browser, "/functions/hello/triggers"))
                .contains("whsec_", "value=\"5, 10\"", "https://example.org/hook");
        assertThat(page(browser, "/functions/hello/triggers")).doesNotContain("whsec_");

        HttpResponse<String> refused = browser.post(
                "/functions/hello/triggers/policy",
                "retries",
                "99",
                "delays",
                "x",
                "maximumAgeMinutes",
                "30",
                "onSuccess",
                "http://example.org/hook",
                "onFailure",
                "::");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("delays-error", "onFailure-error");
    }

    @Test
    void aScheduleIsMadePreviewedTriedPausedAndDeleted() {
        Member member = newMember();
        deploy(member);
        Browser browser = loggedIn(member);

        assertThat(page(browser, "/functions/hello/triggers/schedules/new")).contains("rate(1 hour)");
        assertThat(page(
                        browser,
                        "/functions/hello/triggers/schedules/preview?name=x&missed=once&timeZone=Europe/Berlin"
                                + "&expression=cron(0%209%20?%20*%20MON-FRI%20*)"))
                .contains("09:00 Europe/Berlin")
                .satisfies(body -> assertThat(body.split("<li>", -1)).hasSize(11));
        assertThat(browser.post(
                                "/functions/hello/triggers/schedules",
                                "name",
                                "nightly",
                                "expression",
                                "cron(0 3 * * * *)",
                                "timeZone",
                                "UTC",
                                "missed",
                                "once",
                                "enabled",
                                "true")
                        .statusCode())
                .isEqualTo(422);
        browser.post(
                "/functions/hello/triggers/schedules",
                "name",
                "nightly",
                "expression",
                "cron(0 3 * * ? *)",
                "timeZone",
                "UTC",
                "missed",
                "once",
                "enabled",
                "true");
        String list = page(browser, "/functions/hello/triggers");
        assertThat(list).contains("data-schedule=\"nightly\"", "cron(0 3 * * ? *)", "T03:00:00Z");
        String path = list.replaceAll("(?s).*(/functions/hello/triggers/schedules/[0-9a-f-]{36})/pause.*", "$1");

        assertThat(page(browser, path)).contains("value=\"nightly\"");
        browser.post(path + "/pause");
        assertThat(page(browser, "/functions/hello/triggers")).contains("/resume");
        browser.post(path + "/fire");
        assertThat(page(browser, "/events")).contains("Schedule");
        browser.post(path + "/delete");
        assertThat(page(browser, "/functions/hello/triggers")).doesNotContain("data-schedule=\"nightly\"");
    }
}
