package io.millirun.portal.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.RequestOptions;
import io.millirun.billing.invoice.InvoiceRun;
import io.millirun.metering.ingest.TestIngest;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.onetime.OneTimeLinks;
import io.millirun.portal.onetime.OneTimeLinks.Purpose;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Role;
import io.millirun.runtimemanager.events.EventIntake;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.HtmlUtils;

/**
 * Opens every page there is, as each role, as an operator, as a newcomer and as nobody; asks axe, weighs what was loaded,
 * and keeps pictures under {@code target/screenshots/pages}. Pages are found by their routes and the links that lead to
 * them, so that a new one is covered at once, and one that nothing leads to is a fault.
 */
class PageWalkIT extends PortalIT {

    /** What is opened with an address that no page links to: partials' own pages, and links on paper. */
    private static final Map<String, String> UNLINKED = Map.of(
            "/functions/{name}/versions/compare",
            "/functions/checkout-api/versions/compare?before=1&after=2",
            "/functions/{name}/triggers/schedules/preview",
            "/functions/checkout-api/triggers/schedules/preview"
                    + "?name=x&missed=once&timeZone=UTC&expression=rate(1%20hour)");

    /** Pages that only come after a step that a walk does not take, and parts that a page asks for while it waits. */
    private static final Set<String> BETWEEN = Set.of(
            "/login/code",
            "/become-operator",
            "/functions/{name}/build",
            "/functions/{name}/right-size/results",
            "/error");

    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");
    private static final Pattern ELEMENT = Pattern.compile("<\\w+|\\sclass=\"[^\"]*\"");

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
    private EventIntake intake;

    @Autowired
    private InvoiceRun invoices;

    @Autowired
    private Users users;

    @Autowired
    private OneTimeLinks oneTimeLinks;

    private final Set<String> answered = new HashSet<>();
    private final Set<String> shapes = new HashSet<>();

    @Test
    void everyPageIsInOrderForEverybodyWhoMayOpenIt() {
        Member owner = newMember();
        YearMonth invoiced = furnish(owner);
        PageTable pages = new PageTable(mapping);
        pages.name("/operator/invoices", "/operator/invoices?month=" + invoiced);
        UNLINKED.forEach(pages::name);
        pages.noteLinks(new Mails(worker).links());
        pages.noteLinks(List.of(
                link("/confirm-email", Purpose.CONFIRM_EMAIL, owner), link("/new-email", Purpose.CHANGE_EMAIL, owner)));
        Member operator = newMember();
        users.setOperator(operator.user(), true);
        try (WalkBrowser browser = new WalkBrowser()) {
            walk(browser, loggedIn(browser, owner), "owner", pages);
            walk(browser, browser.context(), "nobody", pages);
            walk(browser, loggedIn(browser, operator), "operator", pages);
            for (Role role : Role.values()) {
                if (role != Role.OWNER) {
                    walk(browser, loggedIn(browser, colleague(owner, role)), role.name(), pages);
                }
            }
            walk(browser, loggedIn(browser, newMember()), "newcomer", pages);
            pages.patterns().stream()
                    .filter(pattern -> !answered.contains(pattern) && !BETWEEN.contains(pattern))
                    .forEach(pattern -> browser.fault(pattern
                            + ": nobody could open it; no link leads there, or nothing was made that it shows"));
            browser.report();
            assertThat(browser.faults()).isEmpty();
        }
    }

    /** Opens all pages of which an address is known, and those that are linked from them. */
    private void walk(WalkBrowser browser, BrowserContext context, String who, PageTable pages) {
        Set<String> done = new HashSet<>();
        while (true) {
            Map<String, String> next = pages.addresses();
            next.keySet().removeAll(done);
            if (next.isEmpty()) {
                break;
            }
            next.forEach((pattern, address) -> {
                done.add(pattern);
                open(browser, context, who, pages, pattern, address);
            });
        }
        context.close();
    }

    private void open(
            WalkBrowser browser, BrowserContext context, String who, PageTable pages, String pattern, String address) {
        APIResponse answer =
                context.request().get(base() + address, RequestOptions.create().setMaxRedirects(0));
        if (answer.status() >= 500) {
            browser.fault(who + " " + address + ": " + answer.status());
        }
        if (answer.status() < 400
                && !answer.headers().getOrDefault("location", "").endsWith("/login")) {
            answered.add(pattern);
        }
        String html = answer.status() == 200 ? answer.text() : "";
        if (html.contains("<html")) {
            pages.noteLinks(links(html));
            String name = PageTable.fileName(pattern);
            if (shapes.add(name + shape(html))) {
                browser.look(context, base() + address, name, who.toLowerCase(Locale.ROOT));
            }
        }
        answer.dispose();
    }

    private static List<String> links(String html) {
        return LINK.matcher(html)
                .results()
                .map(link -> HtmlUtils.htmlUnescape(link.group(1)))
                .toList();
    }

    /** What a page is made of, without what it says: a page of a shape seen before looks the same. */
    private static String shape(String html) {
        return ELEMENT.matcher(html).results().map(MatchResult::group).collect(Collectors.joining());
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

    /** Returns the month of which there are invoices. */
    private YearMonth furnish(Member owner) {
        Browser browser = loggedIn(owner);
        var furniture = new Furniture(owner, browser, catalog, intake, worker, TestIngest.into(workerSource));
        furniture.arrange();
        YearMonth invoiced = furniture.earlierMonth();
        invoices.run(invoiced);
        Browser forgetful = browser();
        forgetful.get("/password/forgotten");
        forgetful.post("/password/forgotten", "email", owner.email());
        return invoiced;
    }

    /** The path and query of a link as it is mailed where there is a mail server. */
    private String link(String path, Purpose purpose, Member member) {
        return path + "?token=" + oneTimeLinks.issue(purpose, member.user(), "new@example.org", Duration.ofHours(1));
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
}
