package io.millirun.portal.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.RequestOptions;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import io.millirun.portal.PortalIT;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.account.Users;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Role;
import io.millirun.portal.security.RouteRules;
import io.millirun.portal.team.Invitations;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Opens every page there is, as each role, as an operator and as nobody, at both widths and in both themes; asks axe, and
 * keeps pictures under {@code target/screenshots/pages}. Pages are found by their routes, so a new one is covered at once.
 * It takes minutes, so it is asked for by name: {@code -Dit.test=PageWalk}.
 */
class PageWalk extends PortalIT {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\*?([^}:]+)(?::[^}]*)?}");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Autowired
    @Qualifier("worker")
    private DataSource workerSource;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private AccessKeys keys;

    @Autowired
    private Invitations invitations;

    @Autowired
    private Users users;

    @Test
    void everyPageIsInOrderForEverybodyWhoMayOpenIt() {
        Member owner = newMember();
        furnish(owner);
        List<String> paths = paths(owner);
        assertThat(paths).hasSizeGreaterThan(20);
        try (WalkBrowser browser = new WalkBrowser()) {
            walk(browser, browser.context(), "nobody", paths);
            for (Role role : Role.values()) {
                walk(
                        browser,
                        loggedIn(browser, role == Role.OWNER ? owner : colleague(owner, role)),
                        role.name(),
                        paths);
            }
            walk(browser, loggedIn(browser, newMember()), "newcomer", paths);
            Member operator = newMember();
            users.setOperator(operator.user(), true);
            walk(
                    browser,
                    loggedIn(browser, operator),
                    "operator",
                    paths.stream().filter(path -> path.startsWith("/operator")).toList());
            assertThat(browser.faults()).isEmpty();
        }
    }

    private void walk(WalkBrowser browser, BrowserContext context, String who, List<String> paths) {
        for (String path : paths) {
            APIResponse answer =
                    context.request().get(base() + path, RequestOptions.create().setMaxRedirects(0));
            if (answer.status() >= 500) {
                browser.fault(who + " " + path + ": " + answer.status());
            }
            boolean page = answer.headers().getOrDefault("content-type", "").startsWith("text/html");
            if (answer.status() == 200 && page) {
                browser.look(context, base() + path, name(path), who.toLowerCase(Locale.ROOT));
            }
        }
        context.close();
    }

    private BrowserContext loggedIn(WalkBrowser browser, Member member) {
        BrowserContext context = browser.context();
        var page = context.newPage();
        page.navigate(base() + "/login");
        page.fill("#email", member.email());
        page.fill("#password", PASSWORD);
        page.click("form button[type=submit]");
        page.waitForURL(url -> !url.contains("/login"));
        page.close();
        return context;
    }

    /** A function that ran, with an error among its calls, a key, an invitation. */
    private void furnish(Member owner) {
        FunctionSettings settings = new FunctionSettings(
                "nodejs24.x",
                "index.handler",
                256,
                Duration.ofSeconds(3),
                Map.of("GREETING", "hi"),
                "",
                UrlAuth.ACCESS_KEY);
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", "export const handler = async () => 1;\n"))) {
            FunctionId function = CurrentTenant.call(owner.organization(), () -> {
                keys.create(owner, "ci deploy", Grants.ALL, Duration.ofDays(90), "203.0.113.7");
                invitations.invite(
                        owner.organization(),
                        owner.organizationName(),
                        owner.user(),
                        Actor.of(owner, "203.0.113.7"),
                        unique() + "@example.org",
                        Role.VIEWER);
                return catalog.create(owner.organization(), "hello", settings, code)
                        .latest()
                        .function();
            });
            TestIngest.into(workerSource)
                    .ingest(IntStream.range(0, 12)
                            .mapToObj(
                                    call -> UsageRecords.startedAt(Instant.now().minusSeconds(60L * call))
                                            .of(owner.organization())
                                            .of(function)
                                            .next())
                            .toArray(UsageRecord[]::new));
        }
    }

    private Member colleague(Member owner, Role role) {
        Member member = newMember();
        worker.sql("delete from portal.memberships where user_id = ?")
                .param(member.user().value())
                .update();
        worker.sql("insert into portal.memberships (tenant_id, user_id, role, created_at) values (?, ?, ?, now())")
                .params(owner.organization().value(), member.user().value(), role.name())
                .update();
        return member;
    }

    /** The addresses of all pages, the variables in them filled in with what {@link #furnish} made. */
    private List<String> paths(Member owner) {
        return mapping.getHandlerMethods().entrySet().stream()
                .filter(route -> RouteRules.governs(route.getValue()))
                .filter(route ->
                        route.getKey().getMethodsCondition().getMethods().contains(RequestMethod.GET)
                                || route.getKey().getMethodsCondition().isEmpty())
                // What writes its answer itself is a file or a stream, which never ends.
                .filter(route -> route.getValue().getMethod().getReturnType() == String.class)
                .flatMap(route -> route.getKey().getPatternValues().stream())
                .filter(pattern -> !pattern.startsWith("/api/"))
                .flatMap(pattern -> filled(pattern, owner).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> filled(String pattern, Member owner) {
        Matcher variables = VARIABLE.matcher(pattern);
        Map<String, String> values =
                Map.of("name", "hello", "organization", owner.organization().toString());
        boolean known = Stream.of(pattern)
                .flatMap(text -> VARIABLE.matcher(text).results())
                .allMatch(found -> values.containsKey(found.group(1)));
        return known ? Optional.of(variables.replaceAll(found -> values.get(found.group(1)))) : Optional.empty();
    }

    private static String name(String path) {
        String name = path.replaceFirst("^/", "")
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "one")
                .replace('/', '-');
        return name.isEmpty() ? "home" : name;
    }
}
