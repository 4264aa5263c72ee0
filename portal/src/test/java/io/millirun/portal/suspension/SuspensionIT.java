package io.millirun.portal.suspension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.billing.suspension.StandingEvent;
import io.millirun.billing.suspension.Standings;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.organization.Member;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SuspensionIT extends PortalIT {

    @Autowired
    private Standings standings;

    @Autowired
    private StandingWatch watch;

    @Autowired
    private Users users;

    @Test
    void aStoppedOrganizationSeesWhyAndMayReadAndPayButNotChange() {
        Member member = newMember();
        Member neighbour = newMember();
        Browser browser = loggedIn(member);
        Browser other = loggedIn(neighbour);

        standings.decide(member.organization(), new StandingEvent.Barred("mails nobody asked for"), "op@example.org");
        await().untilAsserted(() -> assertThat(watch.whyStopped(member.organization()))
                .hasValueSatisfying(why -> assertThat(why).contains("mails nobody asked for")));

        assertThat(browser.get("/functions").body()).contains("mails nobody asked for");
        assertThat(create(browser).statusCode()).isEqualTo(403);
        assertThat(browser.get("/budgets").statusCode()).isEqualTo(200);
        assertThat(browser.post("/budgets/cap", "amount", "5").statusCode()).isEqualTo(302);
        other.get("/functions");
        assertThat(create(other).statusCode()).isNotEqualTo(403);

        standings.decide(member.organization(), new StandingEvent.Released(), "op@example.org");
        await().untilAsserted(() ->
                assertThat(watch.isReadOnly(member.organization())).isFalse());
        assertThat(browser.get("/functions").body()).doesNotContain("mails nobody asked for");
        assertThat(create(browser).statusCode()).isNotEqualTo(403);
    }

    @Test
    void anOperatorStopsAndReleasesOnThePageAndTheAuditLogTells() {
        Member member = newMember();
        Member operator = newMember();
        users.setOperator(operator.user(), true);
        Browser browser = loggedIn(operator);
        String path = "/operator/billing/" + member.organization();
        browser.get("/operator/billing");

        assertThat(browser.post(path + "/stop", "reason", " ").statusCode()).isEqualTo(400);
        assertThat(browser.post(path + "/stop", "reason", "abuse").statusCode()).isEqualTo(302);
        assertThat(browser.get("/operator/billing").body())
                .contains(member.organizationName(), "Stopped by the operator", "abuse", operator.email());
        browser.post(path + "/exempt", "days", "30");
        assertThat(browser.get("/operator/billing").body()).contains("Let be by the operator");
        browser.post(path + "/release");

        assertThat(loggedIn(member).get("/audit").body())
                .contains("billing.stop", "billing.exempt", "billing.release", "OPERATOR");
        assertThat(loggedIn(member).get("/operator/billing").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> create(Browser browser) {
        return browser.post("/functions", "name", "");
    }
}
