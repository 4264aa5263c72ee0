package io.millirun.portal.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.millirun.portal.PortalIT;
import io.millirun.portal.account.Users;
import io.millirun.portal.organization.Member;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Passkeys in a real browser, with the authenticator that it can pretend to have. */
class PasskeyIT extends PortalIT {

    @Autowired
    private Users users;

    @Autowired
    private Passkeys passkeys;

    @Test
    void aPasskeyLogsInAlsoAfterTheAddressChangedAndNotAfterItWasRemoved() {
        Member member = newMember();
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of(Optional.ofNullable(System.getenv("MILLIRUN_CHROMIUM"))
                                        .orElse("/usr/bin/chromium")))
                                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic")))) {
            BrowserContext context = browser.newContext();
            Page page = context.newPage();
            authenticator(context, page);
            page.navigate(base() + "/login");
            page.fill("#email", member.email());
            page.fill("#password", PASSWORD);
            page.click("form button.btn--primary");
            page.navigate(base() + "/account");
            page.fill("#passkey-label", "Test key");
            page.click("[data-passkey-create]");
            page.waitForSelector("text=Test key");
            assertThat(passkeys.of(member.user()))
                    .extracting(Passkeys.Passkey::label)
                    .containsExactly("Test key");

            context.clearCookies();
            users.changeEmail(member.user(), unique() + "@example.org");
            page.navigate(base() + "/keys");
            page.click("[data-passkey-use]");
            page.waitForURL(base() + "/keys");

            passkeys.remove(member.user(), passkeys.of(member.user()).getFirst().id());
            context.clearCookies();
            page.navigate(base() + "/login");
            page.click("[data-passkey-use]");
            page.waitForSelector("#passkey-error:not([hidden])");
            assertThat(page.url()).endsWith("/login");
        }
    }

    private static void authenticator(BrowserContext context, Page page) {
        CDPSession session = context.newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject request = new JsonObject();
        request.add("options", options);
        session.send("WebAuthn.addVirtualAuthenticator", request);
    }
}
