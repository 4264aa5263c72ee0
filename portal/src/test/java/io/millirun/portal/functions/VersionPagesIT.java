package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.PublishedVersions;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class VersionPagesIT extends FunctionsIT {

    private static final FunctionName HELLO = new FunctionName("hello");
    private static final String PAGE = "/functions/hello/versions";

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private Aliases aliases;

    @Test
    void aVersionIsPublishedOnceUntilSomethingChanges() {
        Member member = newMember();
        Browser browser = withFunction(member);

        browser.post(PAGE, "description", "The first");
        String page = browser.get(PAGE).body();
        browser.post(PAGE, "description", "Again");

        assertThat(page)
                .contains("Version 1 is published")
                .contains("The first")
                .contains("newest version already");
        assertThat(as(member, () -> versions.list(member.organization(), HELLO)))
                .hasSize(2);
    }

    @Test
    void twoVersionsAreComparedInCodeAndSettings() {
        Member member = newMember();
        Browser browser = withFunction(member);
        browser.post(PAGE);
        deploy(browser, "export const handler = async () => 2;");
        browser.post(PAGE);

        String page = browser.get(PAGE + "/compare?before=1&after=2").body();

        assertThat(page)
                .contains("diff-removed")
                .contains("export const handler = async () =&gt; 1;")
                .contains("diff-added")
                .contains("export const handler = async () =&gt; 2;")
                .contains("Code package");
        assertThat(browser.get(PAGE + "/compare?before=1&after=7").statusCode()).isEqualTo(404);
    }

    @Test
    void anAliasIsMadeSharedAndRolledBackInOneClick() {
        Member member = newMember();
        Browser browser = withFunction(member);
        browser.post(PAGE);
        deploy(browser, "export const handler = async () => 2;");
        browser.post(PAGE);

        browser.post("/functions/hello/aliases", "alias", "live", "version", "2", "second", "1", "share", "12.5");
        String shared = browser.get(PAGE).body();
        browser.post("/functions/hello/aliases", "alias", "live", "version", "1");

        assertThat(shared)
                .contains("Version 2, 87.5 %")
                .contains("Version 1, 12.5 %")
                .contains("Roll back to 1");
        assertThat(as(member, () -> aliases.list(member.organization(), HELLO)))
                .singleElement()
                .satisfies(alias -> {
                    assertThat(alias.target().version()).isEqualTo("1");
                    assertThat(alias.target().additionalVersion()).isNull();
                    assertThat(alias.target().additionalWeight()).isEqualTo(BigDecimal.ZERO);
                });
    }

    @Test
    void aVersionIsRestoredAndDownloaded() {
        Member member = newMember();
        Browser browser = withFunction(member);
        browser.post(PAGE);
        deploy(browser, "export const handler = async () => 2;");

        browser.post(PAGE + "/1/restore", "revision", hidden(published(browser), "revision"));

        assertThat(browser.get(PAGE).body()).contains("Code and settings are those of version 1 again");
        assertThat(browser.get("/functions/hello/code").body()).contains("export const handler = async () =&gt; 1;");
        HttpResponse<String> zip = browser.get(PAGE + "/1/code.zip");
        assertThat(zip.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(zip.body()).startsWith("PK");
    }

    @Test
    void aVersionThatAnAliasPointsToIsNotDeletedAndThePageSaysWhy() {
        Member member = newMember();
        Browser browser = withFunction(member);
        browser.post(PAGE);
        browser.get(PAGE);
        browser.post("/functions/hello/aliases", "alias", "live", "version", "1");
        browser.get(PAGE);

        browser.post(PAGE + "/1/delete");

        assertThat(browser.get(PAGE).body()).contains("An alias of hello points to version 1");
        browser.post("/functions/hello/aliases/live/delete");
        browser.post(PAGE + "/1/delete");
        assertThat(as(member, () -> versions.list(member.organization(), HELLO)))
                .hasSize(1);
    }

    @Test
    void anotherOrganizationsVersionsAreNotFound() {
        withFunction(newMember());

        assertThat(developer().get(PAGE).statusCode()).isEqualTo(404);
    }

    private Browser withFunction(Member member) {
        Browser browser = developer(member);
        create(browser, "hello", "export const handler = async () => 1;");
        browser.get(PAGE);
        return browser;
    }

    private void deploy(Browser browser, String source) {
        HttpResponse<String> code = browser.get("/functions/hello/code");
        browser.post(
                "/functions/hello/code",
                "revision",
                hidden(code, "revision"),
                "digest",
                hidden(code, "digest"),
                "files[0].path",
                "index.mjs",
                "files[0].text",
                source);
        browser.get(PAGE);
    }

    private static HttpResponse<String> published(Browser browser) {
        return browser.get(PAGE);
    }

    private static <T> T as(Member member, Supplier<T> work) {
        return CurrentTenant.call(member.organization(), work::get);
    }
}
