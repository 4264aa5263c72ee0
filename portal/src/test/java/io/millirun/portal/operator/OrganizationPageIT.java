package io.millirun.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.millirun.billing.ledger.Credits;
import io.millirun.billing.prices.Plans;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.organization.Member;
import io.millirun.portal.standing.KnownStandings;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class OrganizationPageIT extends PortalIT {

    private static final FunctionSettings SETTINGS = new FunctionSettings(
            "nodejs24.x", "index.handler", 128, Duration.ofSeconds(3), Map.of(), "", UrlAuth.ACCESS_KEY);

    @Autowired
    private Users users;

    @Autowired
    private KnownStandings standings;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private Plans plans;

    @Autowired
    private Credits credits;

    @Autowired
    private OperatorLog log;

    @Autowired
    @Qualifier("worker")
    private DataSource workerSource;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    private Browser operator;
    private Member member;
    private TenantId organization;
    private String page;

    @BeforeEach
    void openThePage() {
        Member runs = newMember();
        users.setOperator(runs.user(), true);
        operator = loggedIn(runs);
        member = newMember();
        organization = member.organization();
        page = "/operator/organizations/" + organization;
        assertThat(operator.get(page).statusCode()).isEqualTo(200);
    }

    @Test
    void aSuspensionCountsAtOnceIsExplainedAndCanBeLifted() {
        assertThat(operator.post(page + "/suspend", "reason", " ").statusCode()).isEqualTo(302);
        assertThat(standings.isSuspended(organization)).isFalse();

        operator.post(page + "/suspend", "reason", "mining coins");

        await().untilAsserted(
                        () -> assertThat(standings.isSuspended(organization)).isTrue());
        Browser owner = loggedIn(member);
        assertThat(owner.get("/functions").body()).contains("Suspended by the operator", "mining coins");
        assertThat(owner.get("/audit").body()).contains("organization.suspend", "mining coins");
        assertThat(operator.get(page).body()).contains("No call is let in", "mining coins");
        assertThat(operator.get("/operator/organizations?state=SUSPENDED").body())
                .contains(organization.toString());
        assertThat(worker.sql("select body from portal.mails where kind = 'suspension' and recipient = ?")
                        .param(member.email())
                        .query(String.class)
                        .single())
                .contains("mining coins");

        operator.post(page + "/resume");

        await().untilAsserted(
                        () -> assertThat(standings.isSuspended(organization)).isFalse());
        assertThat(owner.get("/functions").body()).doesNotContain("Suspended by the operator");
        assertThat(log.page(null, 2))
                .extracting(OperatorLog.Entry::action)
                .containsExactly("organization.resume", "organization.suspend");
    }

    @Test
    void limitsAreEnforcedAndGivenBack() {
        operator.post(page + "/limits", "concurrency", "7", "functions", "1", "codeMb", "0");
        await().untilAsserted(
                        () -> assertThat(standings.concurrency(organization)).isEqualTo(7));

        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> deploy("first"))
                .matches(refused -> refused.code().equals("CodeStorageExceededException"));
        operator.post(page + "/limits", "concurrency", "", "functions", "1", "codeMb", "");
        await().untilAsserted(
                        () -> assertThat(standings.concurrency(organization)).isNotEqualTo(7));
        deploy("first");
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> deploy("second"))
                .matches(refused -> refused.code().equals("FunctionLimitExceededException"));
        operator.post(page + "/limits");
        await().untilAsserted(
                        () -> assertThat(standings.functions(organization)).isGreaterThan(1));
        deploy("second");
    }

    @Test
    void aLimitThatIsNoNumberIsRefused() {
        operator.post(page + "/limits", "concurrency", "many");

        assertThat(operator.get(page).body()).contains("Limits are whole numbers");
    }

    @Test
    void anOrganizationIsMovedToAPlanFromAFutureHour() {
        String plan = unique();
        operator.post(
                "/operator/plans",
                "name",
                plan,
                "title",
                "Big",
                "currency",
                "USD",
                "freeInitMs",
                "0",
                "requestsFree",
                "0",
                "requestTiers[0].rate",
                "1",
                "computeFree",
                "0",
                "computeTiers[0].rate",
                "0");
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
        String written = LocalDateTime.ofInstant(hour, ZoneOffset.UTC).toString();

        operator.post(page + "/plan", "plan", plan, "effectiveFrom", "2024-01-01T00:00");
        assertThat(operator.get(page).body()).contains("future whole hour");
        operator.post(page + "/plan", "plan", plan, "effectiveFrom", written);

        assertThat(plans.at(organization, hour)).isEqualTo(plan);
        assertThat(plans.at(organization, hour.minusSeconds(1))).isEqualTo("standard");
        assertThat(operator.get(page).body()).contains(plan + " from ");
    }

    @Test
    void aCreditIsGrantedOnce() {
        operator.post(page + "/credits", "kind", "GOODWILL", "amount", "12.50", "reference", "outage of 3 May");
        assertThat(operator.get(page).body()).contains("The credit is granted");
        operator.post(page + "/credits", "kind", "GOODWILL", "amount", "12.50", "reference", "outage of 3 May");

        assertThat(operator.get(page).body()).contains("$12.50", "granted already");
        Currency currency = Currency.getInstance("USD");
        assertThat(credits.available(organization, currency).amount()).isEqualByComparingTo(new BigDecimal("12.50"));
        operator.post(page + "/credits", "kind", "GOODWILL", "amount", "1.005", "reference", "x");
        assertThat(operator.get(page).body()).contains("no more decimals");
    }

    @Test
    void whatItUsedIsOnItsPageAndInTheRevenue() {
        FunctionId function = FunctionId.next();
        TestIngest.into(workerSource)
                .ingest(UsageRecords.startedAt(Instant.now().minusSeconds(5))
                        .of(organization)
                        .of(function)
                        .next());

        assertThat(operator.get(page).body()).contains("Calls this month</dt><dd class=\"tile__value\">1<");
        HttpResponse<String> revenue = operator.get("/operator/revenue");
        assertThat(revenue.statusCode()).isEqualTo(200);
        assertThat(operator.get("/operator/revenue?span=months&chart=compute").body())
                .contains("As rated", member.organizationName());
    }

    private void deploy(String name) {
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", "export const handler = async () => 1;\n"))) {
            CurrentTenant.run(organization, () -> catalog.create(organization, name, SETTINGS, code));
        }
    }
}
