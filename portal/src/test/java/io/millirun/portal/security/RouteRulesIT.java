package io.millirun.portal.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Role;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.permission.Permission.Audience;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of the portal, whoever wrote it, asked for by everybody: each role, somebody without an organization, an
 * operator, nobody, and keys of each scope. The ids in the addresses are another organization's.
 */
class RouteRulesIT extends PortalIT {

    /** Open pages that lead to the log-in by themselves. */
    private static final Set<String> LEAD_ON = Set.of("/", "/login/code");

    private static final Pattern VARIABLE = Pattern.compile("\\{\\*?([^}:]+)(?::[^}]*)?}");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private AccessKeys keys;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private Aliases aliases;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    /** One way to call a handler. */
    private record Route(String method, String pattern, HandlerMethod handler) {

        boolean isApi() {
            return pattern.startsWith("/api/");
        }

        boolean namesSomething() {
            return VARIABLE.matcher(pattern).find();
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    @Test
    void everyRouteDeclaresAPermission() {
        assertThat(routes())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(RouteRules.ruleOf(route.handler()))
                        .as("%s: annotate %s with @Needs", route, route.handler())
                        .isPresent());
    }

    @Test
    void pagesAnswerEachRoleAsTheirRuleSays() {
        ForeignThings stranger = stranger();
        Map<String, String> before = stranger.rows(worker);
        Map<Role, Browser> browsers = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Browser browser = loggedIn(with(role));
            browser.get("/error/token");
            browsers.put(role, browser);
        }
        List<String> wrong = new ArrayList<>();
        for (Route route : routes().filter(route -> !route.isApi()).toList()) {
            Permission needed = RouteRules.ruleOf(route.handler()).orElseThrow();
            browsers.forEach((role, browser) -> {
                HttpResponse<String> answer = browser.send(route.method(), foreign(route, stranger));
                String fault = fault(route, allowed(needed, role), needed, answer.statusCode());
                if (!fault.isEmpty()) {
                    wrong.add(role + " " + route + " (" + needed + "): " + fault);
                }
            });
        }
        assertThat(wrong).isEmpty();
        assertThat(stranger.rows(worker)).isEqualTo(before);
    }

    @Test
    void whatChangesSomethingNeedsTheFormsToken() {
        Browser browser = loggedIn(newMember());
        List<String> wrong = new ArrayList<>();
        for (Route route : routes().filter(route -> !route.isApi()).toList()) {
            if (!route.method().equals("GET")) {
                int status = browser.postWithoutToken(foreign(route, null)).statusCode();
                if (status != 403) {
                    wrong.add(route + ": " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void pagesSendNobodyToTheLogIn() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes().filter(route -> !route.isApi()).toList()) {
            Permission needed = RouteRules.ruleOf(route.handler()).orElseThrow();
            Browser nobody = browser();
            nobody.get("/login");
            HttpResponse<String> answer = nobody.send(route.method(), foreign(route, null));
            boolean sent = answer.statusCode() == 302
                    && answer.headers().firstValue("Location").orElse("").endsWith("/login");
            if (sent == (needed == Permission.PUBLIC) && !LEAD_ON.contains(route.pattern())) {
                wrong.add(route + " (" + needed + "): " + answer.statusCode());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theApiAnswersEachScopeAsItsRuleSays() {
        ForeignThings stranger = stranger();
        Map<String, String> before = stranger.rows(worker);
        Member member = newMember();
        // Else no key of the member's may operate the platform.
        worker.sql("update portal.users set operator = true where id = ?")
                .param(member.user().value())
                .update();
        List<String> wrong = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            if (scope == Scope.OPERATE) {
                // It reaches every organization, so this is the last time that nothing may have happened.
                assertThat(stranger.rows(worker)).isEqualTo(before);
            }
            Grants grants = new Grants(Set.of(scope), null);
            Grants limited = new Grants(Set.of(scope), Set.of("only-this"));
            String whole = token(member, grants);
            String narrow = token(member, limited);
            for (Route route : routes().filter(Route::isApi).toList()) {
                Permission needed = RouteRules.ruleOf(route.handler()).orElseThrow();
                String path = foreign(route, stranger);
                int status =
                        browser().sendWithBearer(route.method(), path, whole).statusCode();
                String fault = fault(route, needed.isIn(grants), needed, status);
                if (!fault.isEmpty()) {
                    wrong.add(scope + " " + route + " (" + needed + "): " + fault);
                }
                int toOthers =
                        browser().sendWithBearer(route.method(), path, narrow).statusCode();
                if (needed != Permission.PUBLIC && needed != Permission.BELONG && toOthers != 403 && toOthers != 404) {
                    wrong.add(scope + " limited to a function, " + route + ": " + toOthers);
                }
            }
        }
        for (Route route : routes().filter(Route::isApi).toList()) {
            int status =
                    browser().send(route.method(), foreign(route, stranger)).statusCode();
            if (status != 401 && RouteRules.ruleOf(route.handler()).orElseThrow() != Permission.PUBLIC) {
                wrong.add("nobody " + route + ": " + status);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whoHasNoOrganizationIsLedToMakeOne() {
        Member member = newMember();
        Browser browser = loggedIn(member);
        worker.sql("delete from portal.memberships where user_id = ?")
                .param(member.user().value())
                .update();

        HttpResponse<String> answer = browser.get("/functions");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/organizations/new");
    }

    private static boolean allowed(Permission needed, Role role) {
        return needed.audience() == Audience.EVERYBODY || needed.audience() == Audience.PERSON || role.may(needed);
    }

    /** What is wrong with an answer; blank if nothing is. */
    private static String fault(Route route, boolean allowed, Permission needed, int status) {
        if (!allowed) {
            int designed = needed == Permission.OPERATE && !route.isApi() ? 404 : 403;
            return status == designed ? "" : "should be " + designed + " but is " + status;
        }
        if (status == 403 || status == 401 || status >= 500) {
            return "is allowed, but the answer is " + status;
        }
        boolean ofMembers = needed.audience() == Audience.MEMBER;
        if (route.namesSomething() && ofMembers && (route.method().equals("GET") ? status != 404 : status < 400)) {
            return "another organization's should be not found, but the answer is " + status;
        }
        return "";
    }

    private Stream<Route> routes() {
        return mapping.getHandlerMethods().entrySet().stream()
                .filter(entry -> RouteRules.governs(entry.getValue()))
                .flatMap(entry -> entry.getKey().getPatternValues().stream()
                        .flatMap(pattern -> methods(
                                        entry.getKey().getMethodsCondition().getMethods())
                                .map(method -> new Route(method, pattern, entry.getValue()))));
    }

    private static Stream<String> methods(Set<RequestMethod> declared) {
        return declared.isEmpty() ? Stream.of("GET", "POST") : declared.stream().map(RequestMethod::name);
    }

    /** The route's address with another organization's ids, or with ids of nothing. */
    private static String foreign(Route route, @Nullable ForeignThings stranger) {
        return VARIABLE.matcher(route.pattern()).replaceAll(found -> {
            if (stranger != null) {
                return Matcher.quoteReplacement(stranger.value(route.pattern(), found.group(1)));
            }
            return found.group(1).equals("name")
                    ? "foreign-function"
                    : UUID.randomUUID().toString();
        });
    }

    /** Another organization with a function, its version and alias, a key and all else that addresses name. */
    private ForeignThings stranger() {
        Member owner = newMember();
        FunctionSettings settings = new FunctionSettings(
                "nodejs24.x", "index.handler", 128, Duration.ofSeconds(3), Map.of(), "", UrlAuth.ACCESS_KEY);
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", "export const handler = async () => 1;\n"))) {
            return CurrentTenant.call(owner.organization(), () -> {
                var function = catalog.create(owner.organization(), ForeignThings.FUNCTION, settings, code);
                versions.publish(owner.organization(), function.name(), null, null, null);
                aliases.create(owner.organization(), function.name(), "live", "", AliasTarget.of("1"));
                String key =
                        keys.create(owner, "theirs", Grants.ALL, null, "test").id();
                return ForeignThings.furnish(owner, function.latest().function().value(), key, worker);
            });
        }
    }

    private Member with(Role role) {
        Member member = newMember();
        worker.sql("update portal.memberships set role = ? where user_id = ?")
                .params(role.name(), member.user().value())
                .update();
        return member;
    }

    private String token(Member member, Grants grants) {
        return CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "rules", grants, null, "test").bearerToken());
    }
}
