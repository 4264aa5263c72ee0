package io.millirun.portal.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.Notices;
import io.millirun.billing.spend.SpendCaps;
import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.mail.Mails;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SpendPagesIT extends PortalIT {

    @Autowired
    private SpendCaps caps;

    @Autowired
    private Notices notices;

    @Autowired
    private Mails mails;

    @Autowired
    private AccessKeys keys;

    @Test
    void aCapIsSetChangedAndRemovedOnItsPageAndTheAuditLogTells() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        assertThat(browser.get("/budgets").body()).contains("Set cap", "data-figure=\"cap\" data-value=\"\"");

        assertThat(browser.post("/budgets/cap", "amount", "25.5").statusCode()).isEqualTo(302);

        assertThat(browser.get("/budgets").body()).contains("$25.50", "data-figure=\"cap\" data-value=\"25.50\"");
        assertThat(caps.of(member.organization()))
                .singleElement()
                .satisfies(cap -> assertThat(cap.amount()).hasToString("25.50 USD"));
        assertThat(browser.get("/audit").body()).contains("spend-cap.set", "organization: 25.50 USD");
        browser.get("/budgets");
        browser.post("/budgets/cap/remove");
        assertThat(caps.of(member.organization())).isEmpty();
    }

    @Test
    void whatIsNoAmountIsRefusedAtItsField() {
        Browser browser = loggedIn(newMember());
        browser.get("/budgets");

        for (String amount : List.of("", "-1", "1,000", "0.001", "1e9", "many")) {
            var answer = browser.post("/budgets/cap", "amount", amount);
            assertThat(answer.statusCode()).as(amount).isEqualTo(422);
            assertThat(answer.body()).contains("aria-describedby=\"cap-hint cap-error\"");
        }
    }

    @Test
    void aFunctionOfAnotherOrganizationIsNotFound() {
        Browser browser = loggedIn(newMember());
        browser.get("/budgets");

        assertThat(browser.post("/budgets/cap", "amount", "1", "function", "01938d2b-4a6f-7c00-8000-000000000001")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void programsReadAndSetCaps() {
        Member member = newMember();
        String billing = token(member, Scope.BILLING);
        Browser program = browser();

        assertThat(program.putWithBearer("/api/v1/spend/cap", billing, "{\"amount\":\"7\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(program.getWithBearer("/api/v1/spend", billing).body())
                .contains("\"currency\":\"USD\"", "\"spent\":\"0.00\"", "\"amount\":\"7.00\"", "\"reached\":false");
        assertThat(program.putWithBearer("/api/v1/spend/cap", billing, "{\"amount\":\"-7\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(program.putWithBearer("/api/v1/spend/cap", billing, "{}").statusCode())
                .isEqualTo(400);
        assertThat(program.putWithBearer("/api/v1/spend/functions/nobody/cap", billing, "{\"amount\":\"7\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(program.putWithBearer("/api/v1/spend/cap", token(member, Scope.DEPLOY), "{\"amount\":\"9\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(program.sendWithBearer("DELETE", "/api/v1/spend/cap", billing)
                        .statusCode())
                .isEqualTo(204);
        assertThat(caps.of(member.organization())).isEmpty();
    }

    @Test
    void theOwnerIsToldOnceByMail() {
        Member member = newMember();
        Map<String, String> facts = Map.of("cap", "5.00 USD", "month", "2026-11", "function", "");

        notices.tell(member.organization(), "spend-cap/all/2026-11/500", Notice.Kind.SPEND_CAP_REACHED, facts);
        notices.tell(member.organization(), "spend-cap/all/2026-11/500", Notice.Kind.SPEND_CAP_REACHED, facts);

        await().untilAsserted(() -> assertThat(mails.newest(500))
                .filteredOn(mail -> mail.recipient().equals(member.email()))
                .filteredOn(mail -> mail.kind().equals("spend-cap-reached"))
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.subject()).contains("spend cap", member.organizationName());
                    assertThat(mail.body())
                            .contains("5.00 USD", "2026-11", "/budgets")
                            .doesNotContain("{");
                }));
    }

    private String token(Member member, Scope scope) {
        return CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "test", new Grants(Set.of(scope), null), null, "test")
                        .bearerToken());
    }
}
