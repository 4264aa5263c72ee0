package io.millirun.portal.accesskey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Authentication;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Organizations;
import io.millirun.runtimemanager.Scope;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class AccessKeysIT extends PortalIT {

    @Autowired
    private AccessKeys keys;

    @Autowired
    private Callers callers;

    @Autowired
    private Organizations organizations;

    @Autowired
    private InternalTokens tokens;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Autowired
    private LastUse lastUse;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aKeyIsShownOnceAndWorksUntilItIsRevoked() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        browser.get("/keys");
        HttpResponse<String> made = browser.post(
                "/keys",
                "name",
                "ci deploy",
                "expiry",
                "NEVER",
                "scopes",
                "INVOKE",
                "scopes",
                "READ",
                "scopes",
                "DEPLOY",
                "scopes",
                "BILLING",
                "scopes",
                "ADMIN");
        String token = made.body().replaceAll("(?s).*>(mr_MRAK[A-Z2-7]{16}_[0-9A-Za-z]{40})<.*", "$1");
        String id = token.substring(3, 23);

        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(authenticate(token))
                .isEqualTo(new Authentication.Authenticated(
                        new Caller(member.organization(), id, Trigger.INVOKE, Grants.ALL)));
        assertThat(browser.get("/keys").body()).contains("ci deploy", id).doesNotContain(token.substring(24));

        assertThat(browser.post("/keys/" + id + "/revoke").statusCode()).isEqualTo(302);
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(authenticate(token))
                        .isEqualTo(new Authentication.Rejected("The access key was revoked.")));
        assertThat(browser.get("/keys").body()).contains("Revoked").doesNotContain("/revoke\"");
    }

    @Test
    void aKeyWithoutANameIsRefusedAtItsField() {
        Browser browser = loggedIn(newMember());
        browser.get("/keys");

        HttpResponse<String> answer = browser.post("/keys", "name", "  ", "expiry", "NEVER");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"name-error\"");
        assertThat(browser.get("/keys").body()).contains("No access keys yet");
    }

    @Test
    void anothersKeyIsNotFound() {
        String id = create(newMember(), null).id();
        Browser stranger = loggedIn(newMember());
        stranger.get("/keys");

        assertThat(stranger.get("/keys").body()).doesNotContain(id);
        assertThat(stranger.post("/keys/" + id + "/revoke").statusCode()).isEqualTo(404);
    }

    @Test
    void anotherTenantsKeysCannotBeSeenOrMadeEvenBySql() {
        Member owner = newMember();
        Member stranger = newMember();
        String id = create(owner, null).id();

        assertThat(count(owner.organization(), id)).isEqualTo(1);
        assertThat(count(stranger.organization(), id)).isZero();
        assertThat(CurrentTenant.call(
                        stranger.organization(),
                        () -> jdbc.sql("update portal.access_keys set revoked_at = now() where id = ?")
                                .param(id)
                                .update()))
                .isZero();
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> CurrentTenant.call(
                        stranger.organization(),
                        () -> jdbc.sql("""
                                        insert into portal.memberships (tenant_id, user_id, role, created_at)
                                        values (?, ?, 'OWNER', now())""")
                                .params(
                                        owner.organization().value(),
                                        stranger.user().value())
                                .update()));
    }

    @Test
    void withoutATenantTheTablesRefuse() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.sql("select count(*) from portal.access_keys")
                        .query(Integer.class)
                        .single());
    }

    @Test
    void theAuditLogCanBeReadButNotChanged() {
        Member member = newMember();
        create(member, null);

        assertThat(CurrentTenant.call(
                        member.organization(),
                        () -> jdbc.sql("select action from portal.audit_log order by id")
                                .query(String.class)
                                .list()))
                .containsExactly("account.create", "access-key.create");
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> CurrentTenant.call(
                        member.organization(),
                        () -> jdbc.sql("delete from portal.audit_log").update()));
    }

    @Test
    void anExpiredKeyIsRefused() {
        String token = create(newMember(), Duration.ZERO).bearerToken();

        assertThat(authenticate(token)).isEqualTo(new Authentication.Rejected("The access key has expired."));
    }

    @Test
    void aRotatedKeyWorksBesideItsHeirUntilItsTimeIsOver() {
        Member member = newMember();
        AccessKeys.CreatedKey old = CurrentTenant.call(
                member.organization(),
                () -> keys.create(
                        member,
                        "deploy",
                        new Grants(Set.of(Scope.DEPLOY), Set.of("hello")),
                        Duration.ofDays(90),
                        "test"));
        Browser browser = loggedIn(member);
        browser.get("/keys");

        HttpResponse<String> page = browser.post("/keys/" + old.id() + "/rotate", "grace", "DAYS_1");

        String token = page.body().replaceAll("(?s).*>(mr_MRAK[A-Z2-7]{16}_[0-9A-Za-z]{40})<.*", "$1");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(authenticate(token)).isInstanceOf(Authentication.Authenticated.class);
        assertThat(authenticate(old.bearerToken())).isInstanceOf(Authentication.Authenticated.class);
        List<AccessKeyView> views = CurrentTenant.call(member.organization(), () -> keys.list(member.organization()));
        AccessKeyView heir = views.stream()
                .filter(key -> old.id().equals(key.replaces()))
                .findFirst()
                .orElseThrow();
        assertThat(heir.grants()).isEqualTo(new Grants(Set.of(Scope.DEPLOY), Set.of("hello")));
        assertThat(Duration.between(heir.createdAt(), Objects.requireNonNull(heir.expiresAt())))
                .isEqualTo(Duration.ofDays(90));
        assertThat(views)
                .filteredOn(key -> key.id().equals(old.id()))
                .singleElement()
                .satisfies(key -> assertThat(Duration.between(key.at(), Objects.requireNonNull(key.expiresAt())))
                        .isBetween(Duration.ofHours(23), Duration.ofHours(24)));
        HttpResponse<String> again = browser.post("/keys/" + old.id() + "/rotate", "grace", "DAYS_1");
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains("takes over from that one already");
        assertThat(browser.get("/audit").body()).contains("access-key.rotate");
    }

    @Test
    void anothersKeyCannotBeRotatedAndARevokedOneNeither() {
        AccessKeys.CreatedKey anothers = create(newMember(), null);
        Member member = newMember();
        Browser browser = loggedIn(member);
        browser.get("/keys");
        assertThat(browser.post("/keys/" + anothers.id() + "/rotate").statusCode())
                .isEqualTo(404);
        AccessKeys.CreatedKey own = create(member, null);
        browser.post("/keys/" + own.id() + "/revoke");

        assertThat(browser.post("/keys/" + own.id() + "/rotate").body()).contains("does not work any more");
    }

    @Test
    void aDeveloperCannotRotateAKeyThatMayMoreThanTheDeveloper() {
        Member member = newMember();
        AccessKeys.CreatedKey all = create(member, null);
        worker.sql("update portal.memberships set role = 'DEVELOPER' where user_id = ?")
                .param(member.user().value())
                .update();
        Browser browser = loggedIn(member);
        browser.get("/keys");

        HttpResponse<String> refused = browser.post("/keys/" + all.id() + "/rotate");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).doesNotContain("mr_MRAK");
    }

    @Test
    void theApiRotatesAndLimitsWhatAKeyCanDo() {
        Member member = newMember();
        AccessKeys.CreatedKey admin = create(member, null);
        AccessKeys.CreatedKey narrow = CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "keeper", new Grants(Set.of(Scope.ADMIN), null), Duration.ofDays(1), "test"));

        HttpResponse<String> made =
                browser().sendWithBearer("POST", "/api/v1/keys/" + narrow.id() + "/rotation", admin.bearerToken());
        HttpResponse<String> refused =
                browser().sendWithBearer("POST", "/api/v1/keys/" + admin.id() + "/rotation", narrow.bearerToken());

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).contains("\"token\":\"mr_MRAK");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(browser().getWithBearer("/api/v1/keys", narrow.bearerToken()).body())
                .contains("\"replaces\":\"" + narrow.id());
    }

    @Test
    void aWrongSecretAndAnUnknownKeyAreRefused() {
        AccessKeys.CreatedKey key = create(newMember(), null);
        String secret = AccessKeyToken.next().secret();

        assertThat(authenticate(new AccessKeyToken(key.id(), secret).bearerToken()))
                .isEqualTo(new Authentication.Rejected("The access key's secret is wrong."));
        assertThat(authenticate(AccessKeyToken.next().bearerToken()))
                .isEqualTo(new Authentication.Rejected("The access key is unknown."));
        assertThat(authenticate("nonsense")).isInstanceOf(Authentication.Rejected.class);
    }

    @Test
    void theSecretIsNotInTheDatabase() {
        Member member = newMember();
        AccessKeys.CreatedKey key = create(member, null);

        String row = CurrentTenant.call(
                member.organization(),
                () -> jdbc.sql("select encode(sealed_secret, 'escape') from portal.access_keys where id = ?")
                        .param(key.id())
                        .query(String.class)
                        .single());

        assertThat(row).doesNotContain(key.secret());
    }

    @Test
    void useIsNoted() {
        Member member = newMember();
        AccessKeys.CreatedKey key = create(member, null);

        authenticate(key.bearerToken());
        lastUse.write();

        await().untilAsserted(() -> assertThat(
                        CurrentTenant.call(member.organization(), () -> keys.list(member.organization())))
                .singleElement()
                .satisfies(view -> assertThat(view.lastUsedAt()).isNotNull()));
    }

    @Test
    void aTestTokenIsMeteredAsATest() {
        Member member = newMember();

        assertThat(authenticate(tokens.issue(member.organization(), member.user())))
                .isEqualTo(new Authentication.Authenticated(new Caller(
                        member.organization(), member.user().toString(), Trigger.TEST, InternalTokens.GRANTS)));
    }

    @Test
    void theGatewayFindsAnOrganizationByItsName() {
        Member member = newMember();

        assertThat(organizations
                        .byName(member.organizationSlug())
                        .toCompletableFuture()
                        .join())
                .hasValue(member.organization());
        assertThat(organizations.byName(unique()).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void theApiKnowsTheKeysOrganization() {
        Member member = newMember();
        String token = create(member, null).bearerToken();

        assertThat(browser().getWithBearer("/api/v1/me", token).body())
                .contains(member.organization().toString());
        HttpResponse<String> refused = browser().getWithBearer("/api/v1/me", "mr_wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(browser().getWithBearer("/api/v1/openapi.json", token).body())
                .contains("/api/v1/me");
    }

    private AccessKeys.CreatedKey create(Member member, @Nullable Duration life) {
        return CurrentTenant.call(
                member.organization(), () -> keys.create(member, "ci deploy", Grants.ALL, life, "test"));
    }

    private int count(TenantId tenant, String id) {
        return CurrentTenant.call(
                tenant,
                () -> jdbc.sql("select count(*) from portal.access_keys where id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single());
    }

    private Authentication authenticate(String token) {
        return callers.authenticate(token).toCompletableFuture().join();
    }
}
