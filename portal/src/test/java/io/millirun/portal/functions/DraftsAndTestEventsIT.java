package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.Browser;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class DraftsAndTestEventsIT extends FunctionsIT {

    @Test
    void aDraftIsShownInsteadOfTheDeployedCodeUntilItIsDeployed() {
        Browser browser = developer();
        create(browser, "hello", "export const handler = async () => 1;");
        HttpResponse<String> page = browser.get("/functions/hello/code");
        String digest = hidden(page, "digest");

        browser.post("/functions/hello/draft", edited(page, digest, "export const handler = async () => 2;"));

        HttpResponse<String> withDraft = browser.get("/functions/hello/code");
        assertThat(withDraft.body()).contains("async () =&gt; 2;").contains("Draft saved");
        assertThat(browser.get("/functions/hello/code").body()).contains("This is your draft");
        String zipDigest = digestOfDeployed(browser);
        assertThat(zipDigest).as("what is deployed has not changed").isEqualTo(digest);

        HttpResponse<String> deployed = browser.post(
                "/functions/hello/code", edited(withDraft, digest, "export const handler = async () => 2;"));

        assertThat(deployed.statusCode()).isEqualTo(302);
        assertThat(browser.get("/functions/hello/code").body())
                .contains("async () =&gt; 2;")
                .doesNotContain("your draft");
    }

    @Test
    void aDiscardedDraftIsGone() {
        Browser browser = developer();
        create(browser, "hello", "export const handler = async () => 1;");
        HttpResponse<String> page = browser.get("/functions/hello/code");
        browser.post("/functions/hello/draft", edited(page, hidden(page, "digest"), "nonsense"));

        browser.post("/functions/hello/draft/discard");

        assertThat(browser.get("/functions/hello/code").body())
                .contains("async () =&gt; 1;")
                .doesNotContain("nonsense");
    }

    @Test
    void aDraftIsItsAuthorsAlone() {
        Browser author = developer();
        Browser other = developer();
        create(author, "hello", "export const handler = async () => 1;");
        HttpResponse<String> page = author.get("/functions/hello/code");

        HttpResponse<String> foreign =
                other.post("/functions/hello/draft", edited(page, hidden(page, "digest"), "not mine"));

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(author.get("/functions/hello/code").body()).doesNotContain("not mine");
    }

    @Test
    void theDiffShowsWhatDeployingWouldChange() {
        Browser browser = developer();
        create(browser, "hello", "const a = 1;\nexport const handler = async () => a;\n");
        HttpResponse<String> page = browser.get("/functions/hello/code");

        String diff = browser.post(
                        "/functions/hello/diff",
                        edited(
                                page,
                                hidden(page, "digest"),
                                "const a = 2; // <b>\nexport const handler = async () => a;\n"))
                .body();

        assertThat(diff).contains("diff-removed").contains("const a = 1;").contains("const a = 2; // &lt;b&gt;");
    }

    @Test
    void aKeptEventIsThereForTheNextTest() {
        Browser browser = developer();
        create(browser, "hello", "export const handler = async () => 1;");

        HttpResponse<String> kept =
                browser.post("/functions/hello/test/events", "event", "{\"order\": 7}", "savedName", "big order");

        assertThat(kept.statusCode()).isEqualTo(302);
        assertThat(browser.get("/functions/hello/test?saved=big%20order").body())
                .contains("{&quot;order&quot;: 7}")
                .contains("big order");
        browser.post("/functions/hello/test/events/remove", "savedName", "big order");
        assertThat(browser.get("/functions/hello/test").body()).doesNotContain("big order");
    }

    @Test
    void anEventWithoutANameOrThatIsNotJsonIsNotKept() {
        Browser browser = developer();
        create(browser, "hello", "export const handler = async () => 1;");

        HttpResponse<String> nameless = browser.post("/functions/hello/test/events", "event", "{}", "savedName", " ");
        HttpResponse<String> broken =
                browser.post("/functions/hello/test/events", "event", "{", "savedName", "broken one");

        assertThat(nameless.statusCode()).isEqualTo(422);
        assertThat(nameless.body()).contains("saved-name-error");
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(browser.get("/functions/hello/test").body()).doesNotContain("broken one");
    }

    private static String[] edited(HttpResponse<String> page, String digest, String text) {
        return new String[] {
            "revision", hidden(page, "revision"), "digest", digest, "files[0].path", "index.mjs", "files[0].text", text
        };
    }

    private static String digestOfDeployed(Browser browser) {
        return hidden(browser.get("/functions/hello/code"), "digest");
    }
}
