package io.millirun.portal.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.organization.Member;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

class LogInIT extends PortalIT {

    @Autowired
    private FindByIndexNameSessionRepository<? extends Session> sessions;

    @Test
    void logInLeadsToThePageThatWasAskedFor() {
        Member member = newMember();
        Browser browser = browser();

        assertThat(browser.get("/keys").headers().firstValue("Location")).hasValue("/login");
        browser.get("/login");
        String before = browser.session();
        HttpResponse<String> answer = browser.post("/login", "email", member.email(), "password", PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/keys");
        assertThat(browser.session()).isNotEqualTo(before);
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
        Member member = newMember();
        Browser browser = browser();
        browser.get("/login");

        HttpResponse<String> wrong = browser.post("/login", "email", member.email(), "password", "not the password");
        HttpResponse<String> unknown = browser.post("/login", "email", "nobody@example.org", "password", PASSWORD);

        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("That did not match.", member.email()).doesNotContain("not the password");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(text(unknown, "nobody@example.org")).isEqualTo(text(wrong, member.email()));
    }

    private static String text(HttpResponse<String> answer, String email) {
        return answer.body().replace(email, "").replaceAll("(value|content)=\"[^\"]*\"", "");
    }

    @Test
    void tooManyFailuresAreRefusedEvenWithTheRightPassword() {
        Member member = newMember();
        Browser browser = browser();
        browser.get("/login");
        for (int i = 0; i < 10; i++) {
            browser.post("/login", "email", member.email(), "password", "not the password");
        }

        HttpResponse<String> answer = browser.post("/login", "email", member.email(), "password", PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("Too many failed attempts.");
    }

    @Test
    void logOutEndsTheSession() {
        Browser browser = loggedIn(newMember());
        assertThat(browser.get("/keys").statusCode()).isEqualTo(200);

        HttpResponse<String> answer = browser.post("/logout");

        assertThat(answer.headers().firstValue("Location")).hasValue("/login?bye");
        assertThat(browser.get("/keys").statusCode()).isEqualTo(302);
    }

    @Test
    void logOutNeedsTheFormsToken() {
        Browser browser = loggedIn(newMember());

        assertThat(browser.postWithoutToken("/logout").statusCode()).isEqualTo(403);
        assertThat(browser.get("/keys").statusCode()).isEqualTo(200);
    }

    @Test
    void aRevokedSessionIsOverAtOnce() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        assertThat(browser.get("/keys").statusCode()).isEqualTo(200);

        sessions.findByPrincipalName(member.user().toString()).keySet().forEach(sessions::deleteById);

        assertThat(browser.get("/keys").statusCode()).isEqualTo(302);
    }

    @Test
    void everyPageCarriesTheStrictPolicyAndTheCookieIsOutOfScriptsReach() {
        HttpResponse<String> page = browser().get("/login");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        String nonce = page.body().replaceAll("(?s).*name=\"csp-nonce\" content=\"([^\"]+)\".*", "$1");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("'nonce-" + nonce + "'");
        assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("mr_session=", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void anUnknownPageIsNotFoundInTheLayout() {
        HttpResponse<String> answer = loggedIn(newMember()).get("/no-such-page");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is nothing at this address", "sidenav");
    }
}
