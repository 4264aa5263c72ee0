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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
    private static final int[] WIDE_ONLY = {1440};

    /** Waits until the page is drawn in its new width and theme, with all that moves or fades at its end. */
    private static final String SETTLED = """
            async () => {
              const frame = () => new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
              await frame();
              await Promise.allSettled(document.getAnimations()
                  .filter(moving => moving.effect.getTiming().iterations !== Infinity)
                  .map(moving => moving.finished));
              await frame();
            }""";

    private static final List<ColorScheme> LIGHT_ONLY = List.of(ColorScheme.LIGHT);
    private static final int HEIGHT = 900;
    private static final long MOST_BYTES = 300 * 1024;

    /** Assets' bytes as they travel, the page's kilobytes, and milliseconds until interactive and until the first byte. */
    private static final String FIGURES = "() => { const page = performance.getEntriesByType('navigation')[0];"
            + "return [performance.getEntriesByType('resource').reduce((sum, one) => sum + one.encodedBodySize, 0),"
            + "Math.ceil(page.encodedBodySize / 1024), Math.ceil(page.domContentLoadedEventEnd),"
            + "Math.ceil(page.responseStart - page.requestStart)]; }";

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> faults = new ArrayList<>();
    private final List<String> weights = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

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

    /** Opens a page and looks at it: at both widths in both themes if it is the first of its name, else once. */
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
            boolean first = named.add(name);
            for (ColorScheme theme : first ? List.of(ColorScheme.DARK, ColorScheme.LIGHT) : LIGHT_ONLY) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                for (int width : first ? WIDTHS : WIDE_ONLY) {
                    page.setViewportSize(width, HEIGHT);
                    page.evaluate(SETTLED);
                    fits(page, where + width + " " + theme + ": ");
                    // Colours are the theme's; what else is wrong in a narrow page is wrong in both themes.
                    if (width == WIDTHS[1] || theme == ColorScheme.LIGHT) {
                        check(page, where + width + " " + theme + ": ");
                    }
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(SCREENSHOTS.resolve("%s-%s-%d-%s.png"
                                    .formatted(name, who, width, theme.name().toLowerCase(Locale.ROOT))))
                            .setFullPage(true));
                }
            }
            weigh(page, where);
        } finally {
            page.close();
        }
    }

    /** Notes how much was loaded, compressed, and how long it took until the page could be used. */
    private void weigh(Page page, String where) {
        List<?> figures = (List<?>) page.evaluate(FIGURES);
        long bytes = ((Number) figures.get(0)).longValue();
        if (bytes > MOST_BYTES) {
            faults.add(where + bytes + " bytes of assets, more than " + MOST_BYTES);
        }
        weights.add("%s%d KB of assets, %s KB of page, interactive after %s ms, server %s ms"
                .formatted(where, bytes / 1024, figures.get(1), figures.get(2), figures.get(3)));
    }

    /** Keeps what every page weighed and how long it took as {@code report.txt} beside the pictures. */
    void report() {
        try {
            Files.write(SCREENSHOTS.resolve("report.txt"), weights);
            Files.write(SCREENSHOTS.resolve("faults.txt"), faults);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void fits(Page page, String where) {
        Number over = (Number) page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        if (over.intValue() > 0) {
            faults.add(where + over + " px too wide");
        }
    }

    private void check(Page page, String where) {
        List<Rule> violations = violations(page);
        if (!violations.isEmpty()) {
            // What is wrong only while the page is being drawn is not wrong.
            page.waitForTimeout(500);
            violations = violations(page);
        }
        for (Rule violation : violations) {
            faults.add(where + violation.getId() + ": "
                    + violation.getNodes().stream()
                            .limit(3)
                            .map(node -> node.getTarget() + " " + node.getFailureSummary())
                            .collect(Collectors.joining(" | ")));
        }
    }

    private static List<Rule> violations(Page page) {
        return new AxeBuilder(page)
                .setLegacyMode(true)
                .withTags(RULES)
                .analyze()
                .getViolations();
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
