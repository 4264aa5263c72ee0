package io.millirun.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.PortalIT;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.account.Users;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RestApiIT extends PortalIT {

    private static final String HELLO = """
            {"name":"hello","runtime":"nodejs24.x","handler":"index.handler","memoryMb":256,
             "environment":{"TOKEN":"hush"},"files":{"index.mjs":"export const handler = async () => 1;"}}""";

    @Autowired
    private AccessKeys keys;

    @Autowired
    private Users users;

    private Member member;
    private String token;

    @BeforeEach
    void makeAKey() {
        member = newMember();
        token = key(member, Grants.ALL);
    }

    @Test
    void aFunctionIsMadeChangedPublishedAndDeleted() {
        HttpResponse<String> made = send("POST", "/api/v1/functions", HELLO);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).contains("\"memoryMb\":256", "\"TOKEN\":\"hush\"");
        assertThat(send("POST", "/api/v1/functions", HELLO).statusCode()).isEqualTo(409);

        assertThat(send("PATCH", "/api/v1/functions/hello", "{\"memoryMb\":512}")
                        .body())
                .contains("\"memoryMb\":512", "\"handler\":\"index.handler\"", "hush");
        assertThat(send("PUT", "/api/v1/functions/hello/code", "{\"files\":{\"index.mjs\":\"// two\"}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/functions/hello/code").body()).contains("// two");
        assertThat(send("POST", "/api/v1/functions/hello/versions", "{\"description\":\"first\"}")
                        .body())
                .contains("\"version\":\"1\"", "first");
        assertThat(send("PUT", "/api/v1/functions/hello/aliases/live", "{\"version\":\"1\"}")
                        .body())
                .contains("\"name\":\"live\"", "\"version\":\"1\"");
        assertThat(get("/api/v1/functions/hello/aliases").body()).contains("live");
        assertThat(send("PUT", "/api/v1/functions/hello/test-events/empty", "{\"event\":\"{}\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(get("/api/v1/functions/hello/test-events").body()).isEqualTo("[\"empty\"]");
        assertThat(send("DELETE", "/api/v1/functions/hello", "").statusCode()).isEqualTo(204);
        assertThat(get("/api/v1/functions/hello").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/audit").body())
                .contains(
                        "function.create", "function.configure", "version.publish", "alias.create", "function.delete");
    }

    @Test
    void secretsAreNotForThoseWhoOnlyRead() {
        send("POST", "/api/v1/functions", HELLO);
        String reader = key(member, new Grants(Set.of(Scope.READ), null));

        assertThat(browser().getWithBearer("/api/v1/functions/hello", reader).body())
                .contains("TOKEN")
                .doesNotContain("hush");
        assertThat(browser()
                        .sendWithBody("DELETE", "/api/v1/functions/hello", reader, "")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatIsWrongIsSaidAsAProblem() {
        HttpResponse<String> wrong =
                send("POST", "/api/v1/functions", HELLO.replace("256", "1").replace("nodejs24.x", "cobol"));

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(wrong.body()).contains("\"code\":", "\"detail\":");
        assertThat(send("POST", "/api/v1/functions", "{").statusCode()).isEqualTo(400);
    }

    @Test
    void usageAndTheStatementAreThere() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        for (String by : new String[] {"total", "day", "function"}) {
            assertThat(get("/api/v1/usage?from=" + today + "&to=" + today.plusDays(1) + "&by=" + by)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(get("/api/v1/usage?from=" + today + "&to=" + today).statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/statement").body()).contains("\"running\":true", "\"total\":0", "sha256OfUsage");
        assertThat(get("/api/v1/statement?month=then").statusCode()).isEqualTo(400);
    }

    @Test
    void membersChangeTheirRoleButNoKeyMakesAnOwner() {
        String owner = "/api/v1/members/" + member.user() + "/role";

        assertThat(send("PUT", owner, "{\"role\":\"VIEWER\"}").statusCode()).isEqualTo(403);
        assertThat(send("PUT", "/api/v1/members/" + newMember().user() + "/role", "{\"role\":\"VIEWER\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anOperatorsKeyRunsThePlatformAsLongAsItsMakerDoes() {
        assertThat(get("/api/v1/operator/plans").statusCode()).isEqualTo(403);
        users.setOperator(member.user(), true);
        token = key(member, new Grants(Set.of(Scope.OPERATE), null));
        String plan = unique();
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
        String prices = """
                {"freeInitMs":0,"requestsFree":0,"requests":[{"from":0,"rate":0.4}],"computeFree":0,
                 "compute":[{"from":0,"rate":0.00002}]}""";

        assertThat(send(
                                "POST",
                                "/api/v1/operator/plans",
                                "{\"name\":\"" + plan + "\",\"title\":\"T\",\"currency\":\"EUR\",\"prices\":" + prices
                                        + "}")
                        .body())
                .contains("\"currency\":\"EUR\"");
        assertThat(send(
                                "POST",
                                "/api/v1/operator/plans/" + plan + "/rate-cards",
                                "{\"effectiveFrom\":\"" + hour + "\",\"prices\":" + prices.replace("0.4", "0.5") + "}")
                        .body())
                .contains("\"version\":2");
        assertThat(send(
                                "POST",
                                "/api/v1/operator/plans/" + plan + "/rate-cards",
                                "{\"effectiveFrom\":\"2024-01-01T00:00:00Z\",\"prices\":" + prices + "}")
                        .statusCode())
                .isEqualTo(400);
        String organization = "/api/v1/operator/organizations/" + newMember().organization();
        assertThat(send("PUT", organization + "/limits", "{\"concurrency\":3}").body())
                .contains("\"concurrency\":3");
        assertThat(send("POST", organization + "/suspension", "{\"reason\":\"spam\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(get(organization).body()).contains("\"state\":\"SUSPENDED\"", "spam");
        assertThat(send("DELETE", organization + "/suspension", "").statusCode())
                .isEqualTo(204);
        assertThat(send(
                                "POST",
                                organization + "/credits",
                                "{\"kind\":\"GOODWILL\",\"amount\":1.50,\"reference\":\"sorry\"}")
                        .statusCode())
                .isEqualTo(204);

        users.setOperator(member.user(), false);
        String another = key(member, new Grants(Set.of(Scope.OPERATE), null));
        assertThat(browser().getWithBearer("/api/v1/operator/plans", another).statusCode())
                .isEqualTo(401);
    }

    private String key(Member of, Grants grants) {
        return CurrentTenant.call(
                of.organization(),
                () -> keys.create(of, "api", grants, null, "test").bearerToken());
    }

    private HttpResponse<String> get(String path) {
        return browser().getWithBearer(path, token);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return browser().sendWithBody(method, path, token, body);
    }
}
