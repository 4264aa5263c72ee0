package io.millirun.portal.signup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.organization.Member;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class SignUpIT extends PortalIT {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aNewcomerIsLoggedInAndOwnsAnOrganization() {
        Browser browser = browser();
        String name = unique();

        browser.get("/sign-up");
        HttpResponse<String> answer = signUp(browser, name + "@example.org", PASSWORD, name);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("/functions");
        assertThat(browser.get("/keys").body()).contains(name, "Access keys", "Mira Okafor");
    }

    @Test
    void theSessionOfBeforeIsNotTheSessionOfAfter() {
        Browser browser = browser();
        String name = unique();
        browser.get("/sign-up");
        String before = browser.session();

        signUp(browser, name + "@example.org", PASSWORD, name);

        assertThat(before).isNotEmpty();
        assertThat(browser.session()).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void aTakenAddressIsSaidAtItsFieldWhateverItsCaseAndNothingIsMade() {
        Member member = newMember();
        Browser browser = browser();
        String other = unique();
        browser.get("/sign-up");

        HttpResponse<String> answer = signUp(browser, member.email().toUpperCase(Locale.ROOT), PASSWORD, other);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("id=\"email-error\"", "has an account already")
                .doesNotContain(PASSWORD);
        assertThat(browser.get("/keys").statusCode()).isEqualTo(302);
        browser.get("/sign-up");
        assertThat(signUp(browser, other + "@example.org", PASSWORD, other).statusCode())
                .as("the organization was not half-created")
                .isEqualTo(302);
    }

    @Test
    void aTakenOrganizationLeavesNoAccount() {
        Member member = newMember();
        String name = unique();
        Browser browser = browser();
        browser.get("/sign-up");

        HttpResponse<String> answer = signUp(browser, name + "@example.org", PASSWORD, member.organizationSlug());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"organization-error\"");
        assertThat(jdbc.sql("select count(*) from portal.users where email = ?")
                        .param(name + "@example.org")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aWeakPasswordIsSaidAtItsField() {
        Browser browser = browser();
        String name = unique();
        browser.get("/sign-up");

        assertThat(signUp(browser, name + "@example.org", "short", name).body())
                .contains("id=\"password-error\"", "too short");
        assertThat(signUp(browser, name + "@example.org", "password1234", name).body())
                .contains("among the first that are guessed");
        assertThat(signUp(browser, name + "@example.org", name + "-and-more", name)
                        .body())
                .contains("contains your e-mail name");
    }

    @Test
    void aFormFromElsewhereIsRefused() {
        Browser browser = browser();
        String name = unique();
        browser.get("/sign-up");

        HttpResponse<String> answer = browser.postWithoutToken(
                "/sign-up", "name", "Mira", "email", name + "@example.org", "password", PASSWORD, "organization", name);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("You may not do this");
    }

    private static HttpResponse<String> signUp(Browser browser, String email, String password, String organization) {
        return browser.post(
                "/sign-up", "name", "Mira Okafor", "email", email, "password", password, "organization", organization);
    }
}
