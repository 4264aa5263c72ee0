package io.millirun.portal.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.organization.Member;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TeamIT extends PortalIT {

    @Test
    void theInvitedJoinWithANewAccountAndTheRoleTheyWereGiven() {
        Member owner = newMember();
        Browser browser = loggedIn(owner);
        String email = unique() + "@example.org";
        String link = invite(browser, email, "VIEWER");

        Browser guest = browser();
        assertThat(guest.get(path(link)).body()).contains(email, owner.organizationName());
        HttpResponse<String> joined =
                guest.post("/invitation", "token", token(link), "name", "Noor Haddad", "password", PASSWORD);

        assertThat(joined.statusCode()).isEqualTo(302);
        assertThat(guest.get("/members").body()).contains("Noor Haddad", owner.email());
        assertThat(guest.get("/keys/new").statusCode())
                .as("a viewer makes no keys")
                .isEqualTo(403);
        assertThat(browser().get(path(link)).statusCode())
                .as("the link worked once")
                .isEqualTo(404);
        assertThat(browser.get("/audit").body()).contains("invitation.create", "invitation.accept", email);
    }

    @Test
    void anInvitationIsForItsAddressAlone() {
        Browser browser = loggedIn(newMember());
        String link = invite(browser, unique() + "@example.org", "ADMIN");
        Member stranger = newMember();
        Browser other = loggedIn(stranger);
        other.get(path(link));

        other.post("/invitation", "token", token(link));

        assertThat(other.get("/members").body()).contains(stranger.email());
        assertThat(other.get("/").headers().firstValue("Location")).hasValue("/functions");
        assertThat(browser.get("/members").body()).doesNotContain(stranger.email());
    }

    @Test
    void anOrganizationKeepsAnOwnerAndIsHandedOn() {
        Member owner = newMember();
        Browser browser = loggedIn(owner);
        String email = unique() + "@example.org";
        String link = invite(browser, email, "DEVELOPER");
        Browser guest = browser();
        guest.get(path(link));
        guest.post("/invitation", "token", token(link), "name", "Noor Haddad", "password", PASSWORD);
        String members = browser.get("/members").body();
        String id = members.replaceAll("(?s).*/members/([0-9a-f-]{36})/owner.*", "$1");

        assertThat(browser.post("/members/leave", "confirmation", "leave").statusCode())
                .isEqualTo(302);
        assertThat(browser.get("/members").body()).contains("needs an owner");
        assertThat(browser.post("/members/" + id + "/owner").statusCode()).isEqualTo(302);

        assertThat(guest.get("/organization").body()).contains("Close this organization");
        assertThat(browser.get("/organization").body()).doesNotContain("Close this organization");
    }

    @Test
    void onePersonHasSeveralOrganizationsAndSwitches() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        String slug = unique();
        browser.get("/organizations/new");

        assertThat(browser.post("/organizations", "name", "Second Try", "slug", slug)
                        .statusCode())
                .isEqualTo(302);
        assertThat(browser.get("/organization").body()).contains("Second Try", slug);
        assertThat(browser.post(
                                "/organizations/switch",
                                "organization",
                                member.organization().toString())
                        .statusCode())
                .isEqualTo(302);

        assertThat(browser.get("/organization").body()).contains(member.organizationSlug());
        assertThat(browser.post(
                                "/organizations/switch",
                                "organization",
                                newMember().organization().toString())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aClosedOrganizationIsGoneForItsMembers() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        browser.get("/organization");

        assertThat(browser.post("/organization/close", "confirmation", "wrong").statusCode())
                .isEqualTo(422);
        assertThat(browser.post("/organization/close", "confirmation", member.organizationSlug())
                        .statusCode())
                .isEqualTo(302);

        assertThat(browser.get("/").headers().firstValue("Location")).hasValue("/organizations/new");
    }

    @Test
    void theAuditLogIsFilteredAndExported() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        browser.get("/keys");
        browser.post("/keys", "name", "=cmd()", "expiry", "NEVER", "scopes", "INVOKE");

        assertThat(browser.get("/audit?action=access-key.").body())
                .contains("access-key.create")
                .doesNotContain("account.create");
        HttpResponse<String> csv = browser.get("/audit.csv?q=cmd");
        assertThat(csv.body().lines().toList()).hasSize(2);
        assertThat(csv.body()).contains("\"'=cmd() (MRAK");
    }

    private String invite(Browser browser, String email, String role) {
        browser.get("/members");
        HttpResponse<String> answer = browser.post("/members/invitations", "email", email, "role", role);
        Matcher link = Pattern.compile(base() + "/invitation\\?token=[^<\"]+").matcher(answer.body());
        assertThat(link.find()).as(answer.body()).isTrue();
        return link.group();
    }

    private String path(String link) {
        return link.substring(base().length());
    }

    private static String token(String link) {
        return link.substring(link.indexOf('=') + 1);
    }
}
