package io.millirun.portal.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class AccountIT extends PortalIT {

    private static final String OTHER_PASSWORD = "quite another phrase";

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Test
    void aForgottenPasswordIsReplacedByALinkThatWorksOnceAndComesFromConfiguration() {
        Member member = newMember();
        Browser elsewhere = loggedIn(member);
        Browser browser = browser();
        browser.get("/password/forgotten");

        HttpResponse<String> known = browser.post("/password/forgotten", "email", member.email());
        HttpResponse<String> unknown = browser.post("/password/forgotten", "email", "nobody-" + member.email());

        assertThat(bare(unknown, "nobody-" + member.email())).isEqualTo(bare(known, member.email()));
        String link = linkIn(mailTo(member.email(), "password-reset"));
        assertThat(link).startsWith(base() + "/password/reset?token=");
        String path = link.substring(base().length());
        browser.get(path);
        String token = path.substring(path.indexOf('=') + 1);
        assertThat(browser.post("/password/reset", "token", token, "password", "short")
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.post("/password/reset", "token", token, "password", OTHER_PASSWORD)
                        .headers()
                        .firstValue("Location"))
                .hasValue("/login?reset");
        assertThat(browser.post("/password/reset", "token", token, "password", OTHER_PASSWORD)
                        .statusCode())
                .as("the link worked once")
                .isEqualTo(404);
        assertThat(elsewhere.get("/keys").statusCode()).as("other sessions end").isEqualTo(302);
        browser.get("/login");
        assertThat(browser.post("/login", "email", member.email(), "password", OTHER_PASSWORD)
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void theSecondStepIsAskedForAndEachCodeWorksOnce() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        browser.get("/account/second-step");
        String setup = browser.get("/account/second-step").body();
        String secret = setup.replaceAll("(?s).*class=\"mono wrap\">([A-Z2-7]{32})<.*", "$1");
        assertThat(browser.post("/account/second-step", "code", "000000").statusCode())
                .isEqualTo(422);

        String codes =
                browser.post("/account/second-step", "code", Codes.now(secret)).body();
        List<String> recovery = Pattern.compile("<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>")
                .matcher(codes)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
        Browser again = browser();
        again.get("/login");
        assertThat(again.post("/login", "email", member.email(), "password", PASSWORD)
                        .headers()
                        .firstValue("Location"))
                .hasValue("/login/code");
        assertThat(again.get("/functions").statusCode())
                .as("half a log-in opens nothing")
                .isEqualTo(302);
        again.get("/login/code");
        assertThat(again.post("/login/code", "code", Codes.now(secret)).statusCode())
                .as("the code that switched it on is used up")
                .isEqualTo(422);
        assertThat(again.post("/login/code", "code", recovery.getFirst()).statusCode())
                .isEqualTo(302);
        assertThat(again.get("/functions").statusCode()).isEqualTo(200);
        Browser third = browser();
        third.get("/login");
        third.post("/login", "email", member.email(), "password", PASSWORD);
        third.get("/login/code");
        assertThat(third.post("/login/code", "code", recovery.getFirst()).statusCode())
                .as("a recovery code works once")
                .isEqualTo(422);
    }

    @Test
    void wrongCodesLockTheSecondStep() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        browser.get("/account/second-step");
        String secret = browser.get("/account/second-step")
                .body()
                .replaceAll("(?s).*class=\"mono wrap\">([A-Z2-7]{32})<.*", "$1");
        browser.post("/account/second-step", "code", Codes.now(secret));
        Browser guesser = browser();
        guesser.get("/login");
        guesser.post("/login", "email", member.email(), "password", PASSWORD);
        guesser.get("/login/code");
        for (int i = 0; i < 5; i++) {
            guesser.post("/login/code", "code", "00000" + i);
        }

        assertThat(guesser.post("/login/code", "code", "000009").statusCode()).isEqualTo(429);
    }

    @Test
    void sessionsAreListedAndRevokedAtOnce() {
        Member member = newMember();
        Browser here = loggedIn(member);
        Browser there = loggedIn(member);
        String page = here.get("/account").body();
        String handle = page.replaceAll("(?s).*/account/sessions/([0-9a-f]{16})/end.*", "$1");

        assertThat(here.post("/account/sessions/" + handle + "/end").statusCode())
                .isEqualTo(302);

        assertThat(there.get("/keys").statusCode()).isEqualTo(302);
        assertThat(here.get("/keys").statusCode()).isEqualTo(200);
        assertThat(loggedIn(newMember())
                        .post("/account/sessions/" + handle + "/end")
                        .statusCode())
                .isIn(403, 404);
    }

    @Test
    void anotherPasswordNeedsTheOldOneAndEndsOtherSessions() {
        Member member = newMember();
        Browser here = loggedIn(member);
        Browser there = loggedIn(member);
        here.get("/account");

        HttpResponse<String> wrong =
                here.post("/account/password", "current", "not the password", "password", OTHER_PASSWORD);
        HttpResponse<String> right = here.post("/account/password", "current", PASSWORD, "password", OTHER_PASSWORD);

        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("id=\"current-error\"").doesNotContain("not the password");
        assertThat(right.statusCode()).isEqualTo(302);
        assertThat(there.get("/keys").statusCode()).isEqualTo(302);
    }

    @Test
    void theLastOwnerCannotLeaveAndAnAccountIsDeletedWithItsPersonalData() {
        Member owner = newMember();
        Browser browser = loggedIn(owner);
        browser.get("/account/delete");
        assertThat(browser.post("/account/delete", "password", PASSWORD).statusCode())
                .isEqualTo(422);
        Member heir = newMember();
        alsoOwns(heir, owner);

        HttpResponse<String> deleted = browser.post("/account/delete", "password", PASSWORD);

        assertThat(deleted.headers().firstValue("Location")).hasValue("/login?deleted");
        assertThat(worker.sql("select name || email || password_hash from portal.users where id = ?")
                        .param(owner.user().value())
                        .query(String.class)
                        .single())
                .doesNotContain(owner.email(), owner.name());
        Browser again = browser();
        again.get("/login");
        assertThat(again.post("/login", "email", owner.email(), "password", PASSWORD)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void ofTwoOwnersWhoDeleteTheirAccountsAtOnceOneStays() throws Exception {
        Member one = newMember();
        Member other = newMember();
        alsoOwns(one, other);
        alsoOwns(other, one);
        List<Browser> browsers = List.of(loggedIn(one), loggedIn(other));
        browsers.forEach(browser -> browser.get("/account/delete"));

        List<Integer> answers;
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var deleting = browsers.stream()
                    .map(browser -> both.submit(() -> browser.post("/account/delete", "password", PASSWORD)
                            .statusCode()))
                    .toList();
            answers = List.of(deleting.get(0).get(), deleting.get(1).get());
        }

        assertThat(answers).containsExactlyInAnyOrder(302, 422);
        assertThat(worker.sql("select count(*) from portal.memberships where tenant_id in (?, ?) and role = 'OWNER'")
                        .params(one.organization().value(), other.organization().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    private void alsoOwns(Member member, Member organization) {
        worker.sql("insert into portal.memberships (tenant_id, user_id, role, created_at) values (?, ?, ?, now())")
                .params(organization.organization().value(), member.user().value(), Role.OWNER.name())
                .update();
    }

    @Test
    void whatIsKeptAboutAPersonCanBeTakenAlong() {
        Member member = newMember();

        String data = loggedIn(member).get("/account/data.json").body();

        assertThat(data)
                .contains(member.email(), member.organizationSlug(), "account.create")
                .doesNotContain("argon2", "password");
    }

    @Test
    void anotherAddressKeepsTheSessionAndTellsTheOldOne() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        browser.get("/account");
        String other = unique() + "@example.org";

        assertThat(browser.post("/account/email", "email", other, "password", PASSWORD)
                        .statusCode())
                .isEqualTo(302);

        assertThat(browser.get("/account").body()).contains(other);
        assertThat(mailTo(member.email(), "email-changed")).contains(other);
    }

    private String mailTo(String email, String kind) {
        return await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> worker
                                .sql("select body from portal.mails where recipient = ? and kind = ?")
                                .params(email, kind)
                                .query(String.class)
                                .list()
                                .stream()
                                .findFirst()
                                .orElse(""),
                        text -> !text.isEmpty());
    }

    private static String linkIn(String mail) {
        Matcher link = Pattern.compile("http\\S+").matcher(mail);
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private static String bare(HttpResponse<String> answer, String email) {
        return answer.body().replace(email, "").replaceAll("(value|content)=\"[^\"]*\"", "");
    }
}
