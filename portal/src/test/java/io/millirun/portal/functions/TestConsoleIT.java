package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.Browser;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestConsoleIT extends FunctionsIT {

    @SuppressWarnings("NullAway.Init") // Before each test.
    private Browser browser;

    @BeforeEach
    void deploy() {
        browser = developer();
        create(browser, "hello", "export {}");
        browser.get("/functions/hello/test");
    }

    @Test
    void anAnswerIsShownWithItsLogAndWhatItCost() {
        gateway.answer(
                200,
                "{\"greeting\":\"<b>hi</b>\"}",
                "START RequestId: 1 Version: $LATEST\n2026-11-24T09:15:22.131Z\t1\tWARN\tcareful\nEND RequestId: 1\n",
                "X-Amzn-RequestId",
                "0193a5d2-7c1e-7b60-9a41-5f0b1c6f2e88",
                "X-Millirun-Billed-Ms",
                "38",
                "X-Millirun-Duration-Us",
                "37421",
                "X-Millirun-Init-Ms",
                "9",
                "X-Millirun-Peak-Memory-Mb",
                "71",
                "X-Millirun-Cost",
                "0.0000003625 USD");

        String page = browser.post("/functions/hello/test", "event", "{\"name\": \"Ada\"}")
                .body();

        assertThat(page)
                .contains("Succeeded")
                .contains("Cold start")
                .contains("&lt;b&gt;hi&lt;/b&gt;")
                .contains("0193a5d2-7c1e-7b60-9a41-5f0b1c6f2e88")
                .contains("37.42")
                .contains("9.00")
                .contains("71")
                .contains("0.0000003625 USD")
                .contains("log__line--warn")
                .contains("careful");
        assertThat(gateway.path()).isEqualTo("/2015-03-31/functions/hello/invocations");
        assertThat(gateway.event()).isEqualTo("{\"name\": \"Ada\"}");
        assertThat(gateway.authorization()).startsWith("Bearer mt_");
    }

    @Test
    void anErrorOfTheCodeIsShownAsItsOwn() {
        gateway.answer(
                200,
                "{\"errorType\":\"SyntaxError\",\"errorMessage\":\"Unexpected token in index.mjs:3\"}",
                "",
                "X-Amz-Function-Error",
                "Unhandled",
                "X-Millirun-Billed-Ms",
                "2");

        assertThat(browser.post("/functions/hello/test", "event", "{}").body())
                .contains("Failed")
                .contains("SyntaxError: Unexpected token in index.mjs:3");
    }

    @Test
    void aCallThatWasNotRunSaysWhyAndThatItIsFree() {
        gateway.answer(503, "{\"message\":\"Runtime nodejs24.x is being prepared.\"}", "");

        assertThat(browser.post("/functions/hello/test", "event", "{}").body())
                .contains("Not run")
                .contains("Runtime nodejs24.x is being prepared.")
                .contains("Nothing is charged for it.");
    }

    @Test
    void anEventThatIsNoJsonIsToldAndNotSent() {
        gateway.answer(200, "{}", "");
        browser.post("/functions/hello/test", "event", "{}");

        HttpResponse<String> refused = browser.post("/functions/hello/test", "event", "{\n  \"a\": oops }");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("id=\"event-error\"")
                .contains("line and column 2:")
                .contains("oops");
        assertThat(gateway.event()).isEqualTo("{}");
    }

    @Test
    void sampleEventsCanBeChosen() {
        assertThat(browser.get("/functions/hello/test?sample=report").body()).contains("2026-11-24T06:00:00Z");
    }
}
