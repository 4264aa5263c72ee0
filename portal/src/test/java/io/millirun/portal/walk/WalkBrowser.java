package io.millirun.portal.walk;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The system's Chromium, with one context per person, and everything that is wrong with the pages it saw. */
final class WalkBrowser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots", "pages");
    private static final int[] WIDTHS = {390, 1440};
    private static final int HEIGHT = 900;

    /** What a page is made of, without what it says. */
    private static final String SHAPE =
            "() => [...document.body.querySelectorAll('*')].map(e => e.tagName + '.' + (e.getAttribute('class') ?? '') + "
                    + "'.' + (e.getAttribute('role') ?? '')).join(' ')";

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    WalkBrowser() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(Optional.ofNullable(System.getenv("MILLIRUN_CHROMIUM"))
                                .orElse("/usr/bin/chromium")))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** A browser of somebody's own; what its console complains about is a fault. */
    BrowserContext context() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(WIDTHS[1], HEIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin"));
        context.setDefaultTimeout(20_000);
        return context;
    }

    /** Opens a page and looks at it at both widths in both themes; a page of a shape seen before is only opened. */
    void look(BrowserContext context, String url, String name, String who) {
        Page page = context.newPage();
        String where = who + " " + name + ": ";
        page.onPageError(error -> faults.add(where + "script: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(where + "console: " + message.text());
            }
        });
        try {
            page.navigate(url);
            page.waitForLoadState();
            if (seen.add(name + page.evaluate(SHAPE))) {
                for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                    for (int width : WIDTHS) {
                        page.setViewportSize(width, HEIGHT);
                        check(page, where + width + " " + theme + ": ");
                        page.screenshot(new Page.ScreenshotOptions()
                                .setPath(SCREENSHOTS.resolve("%s-%s-%d-%s.png"
                                        .formatted(
                                                name, who, width, theme.name().toLowerCase(Locale.ROOT))))
                                .setFullPage(true));
                    }
                }
            }
        } finally {
            page.close();
        }
    }

    private void check(Page page, String where) {
        Number over = (Number) page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        if (over.intValue() > 0) {
            faults.add(where + over + " px too wide");
        }
        for (Rule violation : new AxeBuilder(page)
                .setLegacyMode(true)
                .withTags(RULES)
                .analyze()
                .getViolations()) {
            faults.add(where + violation.getId() + ": "
                    + violation.getNodes().stream()
                            .limit(3)
                            .map(node -> node.getTarget() + " " + node.getFailureSummary())
                            .collect(Collectors.joining(" | ")));
        }
    }

    /** Notes a fault that is not in the page itself. */
    void fault(String what) {
        faults.add(what);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
