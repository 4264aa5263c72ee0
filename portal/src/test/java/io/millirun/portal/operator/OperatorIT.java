package io.millirun.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.organization.Member;
import io.millirun.portal.settings.PlatformSettings;
import io.millirun.portal.settings.PlatformSettings.SignUpMode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class OperatorIT extends PortalIT {

    @Autowired
    private FirstOperator first;

    @Autowired
    private Users users;

    @Autowired
    private PlatformSettings settings;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @AfterEach
    void openAgain() {
        settings.change(SignUpMode.OPEN, true, "");
    }

    @Test
    void theFirstLinkMakesAnOperatorOnce() {
        worker.sql("update portal.users set operator = false").update();
        String link = first.link();
        String token = link.substring(link.indexOf('=') + 1);
        Browser browser = browser();
        browser.get("/become-operator?token=" + token);

        HttpResponse<String> made = browser.post(
                "/become-operator",
                "token",
                token,
                "name",
                "Opal Rin",
                "email",
                unique() + "@example.org",
                "password",
                PASSWORD);

        assertThat(made.headers().firstValue("Location")).hasValue("/operator");
        assertThat(browser.get("/operator").statusCode()).isEqualTo(200);
        assertThat(browser().get("/become-operator?token=" + token).statusCode())
                .isEqualTo(404);
        assertThat(loggedIn(newMember()).get("/operator").statusCode()).isEqualTo(404);
    }

    @Test
    void withApprovalANewOrganizationWaitsUntilItIsLetIn() {
        settings.change(SignUpMode.APPROVAL, true, "");
        Member member = newMember();
        Browser browser = loggedIn(member);
        assertThat(browser.get("/functions").headers().firstValue("Location").orElseThrow())
                .endsWith("/welcome");
        Browser operator = operator();
        operator.get("/operator/organizations/" + member.organization());

        operator.post("/operator/organizations/" + member.organization() + "/approve");

        assertThat(browser.get("/functions").statusCode()).isEqualTo(200);
    }

    @Test
    void byInvitationNobodySignsUp() {
        settings.change(SignUpMode.INVITATION, true, "");
        Browser browser = browser();

        assertThat(browser.get("/sign-up").body()).contains("by invitation").doesNotContain("name=\"password\"");
        String slug = unique();
        assertThat(browser.post(
                                "/sign-up",
                                "name",
                                "Mira",
                                "email",
                                slug + "@example.org",
                                "password",
                                PASSWORD,
                                "organization",
                                slug)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoActsForAnOrganizationIsSeenInItsAuditLogAndLeavesNoCredentials() {
        Member member = newMember();
        Browser operator = operator();
        operator.get("/operator/organizations/" + member.organization());
        assertThat(operator.post("/operator/organizations/" + member.organization() + "/act-as")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .contains("/operator/organizations/");

        operator.post("/operator/organizations/" + member.organization() + "/act-as", "reason", "ticket 4711");

        assertThat(operator.get("/functions").body()).contains("You act for " + member.organizationName());
        assertThat(operator.get("/keys/new").statusCode()).isEqualTo(403);
        assertThat(operator.post("/members/invitations", "email", "x@example.org", "role", "ADMIN")
                        .statusCode())
                .isEqualTo(403);
        operator.post("/operator/act-as/end");
        assertThat(operator.get("/functions").body()).doesNotContain("You act for");
        assertThat(loggedIn(member).get("/audit").body()).contains("operator.act-as", "ticket 4711", "operator");
    }

    private Browser operator() {
        Member member = newMember();
        users.setOperator(member.user(), true);
        worker.sql("update portal.organizations set approved_at = now() where id = ?")
                .param(member.organization().value())
                .update();
        return loggedIn(member);
    }
}
