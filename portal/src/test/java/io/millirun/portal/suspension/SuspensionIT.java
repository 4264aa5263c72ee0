package io.millirun.portal.suspension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.billing.suspension.PaymentStandings;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.organization.Member;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class SuspensionIT extends PortalIT {

    @Autowired
    private PaymentStandings standings;

    @Autowired
    private StandingWatch watch;

    @Autowired
    private Users users;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Test
    void anOrganizationThatDidNotPaySeesWhyAndMayReadAndPayButNotChangeUntilItIsPaid() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        UUID invoice = overdue(member);
        readOnlyForTooLong(member);
        standings.look(member.organization());

        await().untilAsserted(() ->
                assertThat(watch.whyStopped(member.organization())).isPresent());
        assertThat(browser.get("/functions").body()).contains("Calls are refused because invoice", "$18.73");
        assertThat(create(browser).statusCode()).isEqualTo(403);
        assertThat(browser.get("/budgets").statusCode()).isEqualTo(200);
        assertThat(browser.post("/budgets/cap", "amount", "5").statusCode()).isEqualTo(302);

        worker.sql("update billing.invoice_state set state = 'paid', outstanding_minor = 0 where invoice_id = ?")
                .param(invoice)
                .update();
        standings.look(member.organization());

        await().untilAsserted(() ->
                assertThat(watch.isReadOnly(member.organization())).isFalse());
        assertThat(browser.get("/functions").body()).doesNotContain("Calls are refused");
        assertThat(create(browser).statusCode()).isNotEqualTo(403);
    }

    @Test
    void anOperatorLetsAnOrganizationBeAndTheAuditLogTells() {
        Member member = newMember();
        Member operator = newMember();
        users.setOperator(operator.user(), true);
        overdue(member);
        standings.look(member.organization());
        Browser browser = loggedIn(operator);
        String path = "/operator/billing/" + member.organization();
        assertThat(browser.get("/operator/billing").body())
                .contains(member.organizationName(), "data-standing=\"reminded\"", "$18.73");

        assertThat(browser.post(path + "/exempt", "days", "0").statusCode()).isEqualTo(400);
        assertThat(browser.post(path + "/exempt", "days", "30").statusCode()).isEqualTo(302);
        assertThat(browser.get("/operator/billing").body()).contains("data-standing=\"exempt\"", operator.email());
        browser.post(path + "/release");

        assertThat(loggedIn(member).get("/audit").body()).contains("billing.exempt", "billing.release");
        assertThat(loggedIn(member).get("/operator/billing").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> create(Browser browser) {
        return browser.post("/functions", "name", "");
    }

    /** On the step before the last, for longer than that step lasts. */
    private void readOnlyForTooLong(Member member) {
        worker.sql("insert into billing.standing (tenant_id, state, at) values (?, 'read_only', ?)")
                .params(
                        member.organization().value(),
                        OffsetDateTime.now(ZoneOffset.UTC).minusDays(15))
                .update();
    }

    private UUID overdue(Member member) {
        UUID id = UUID.randomUUID();
        worker.sql("""
                        insert into billing.invoice (tenant_id, id, month, kind, number, issuer, year, sequence, currency,
                          net_minor, tax_minor, total_minor, credited_minor, recipient, issued_at, due_on, usage_records,
                          usage_digest, requests, mb_ms)
                        values (?, ?, '2026-10-01', 'invoice', ?, ?, 2026, 1, 'USD', 1873, 0, 1873, 0, 'Kite', now(), ?, 1,
                          repeat('0', 64), 1, 128)""")
                .params(
                        member.organization().value(),
                        id,
                        "T-" + id,
                        id.toString(),
                        LocalDate.now(ZoneOffset.UTC).minusDays(40))
                .update();
        worker.sql("insert into billing.invoice_state values (?, ?, 'open', 1873, now())")
                .params(member.organization().value(), id)
                .update();
        return id;
    }
}
