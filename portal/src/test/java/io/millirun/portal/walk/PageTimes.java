package io.millirun.portal.walk;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures how long the pages of a running platform take in a real browser until they can be used: opens each several
 * times with a warm cache and prints the medians. Arguments: the portal's address, e-mail address and password, as {@code
 * ./millirun demo} prints them. How to start it stands in {@code docs/performance.md}.
 */
final class PageTimes {

    private static final int TIMES = 11;

    private static final String FIGURES = "() => { const page = performance.getEntriesByType('navigation')[0];"
            + "return [Math.round(page.responseEnd - page.requestStart), Math.round(page.domContentLoadedEventEnd),"
            + "Math.round(page.loadEventEnd)]; }";

    private PageTimes() {}

    /** Prints a table. */
    public static void main(String[] arguments) {
        String portal = arguments[0];
        try (WalkBrowser browser = new WalkBrowser();
                BrowserContext context = browser.context()) {
            Page page = context.newPage();
            page.navigate(portal + "/login");
            page.fill("#email", arguments[1]);
            page.fill("#password", arguments[2]);
            page.click("form button[type=submit]");
            page.waitForURL(url -> !url.contains("/login"));
            page.navigate(portal + "/functions");
            String code = page.locator("main table a[href$='/code']").first().getAttribute("href");
            String function = code.substring(0, code.length() - "/code".length());
            System.out.printf("%-36s %8s %12s %8s%n", "page", "server", "interactive", "loaded");
            for (String path : paths(function)) {
                measure(page, portal, path);
            }
        }
    }

    private static List<String> paths(String function) {
        List<String> paths = new ArrayList<>(List.of("/functions", "/functions/new"));
        for (String tab : List.of(
                "code", "test", "invocations", "logs", "metrics", "versions", "triggers", "right-size", "settings")) {
            paths.add(function + "/" + tab);
        }
        paths.addAll(List.of(
                "/usage",
                "/statement",
                "/invoices",
                "/budgets",
                "/keys",
                "/members",
                "/audit",
                "/account",
                "/docs",
                "/docs/api"));
        return paths;
    }

    private static void measure(Page page, String portal, String path) {
        List<List<Integer>> figures = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int time = 0; time < TIMES; time++) {
            var answer = page.navigate(portal + path);
            if (answer == null || answer.status() != 200) {
                System.out.printf("%-36s status %s%n", path, answer == null ? "none" : answer.status());
                return;
            }
            page.waitForFunction("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
            List<?> found = (List<?>) page.evaluate(FIGURES);
            for (int figure = 0; figure < figures.size(); figure++) {
                figures.get(figure).add(((Number) found.get(figure)).intValue());
            }
        }
        figures.forEach(Collections::sort);
        System.out.printf(
                "%-36s %5d ms %9d ms %5d ms%n",
                path,
                figures.get(0).get(TIMES / 2),
                figures.get(1).get(TIMES / 2),
                figures.get(2).get(TIMES / 2));
    }
}
