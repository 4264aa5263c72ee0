package io.millirun.portal.rightsize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.portal.Browser;
import io.millirun.portal.functions.FakeGateway;
import io.millirun.portal.functions.FunctionsIT;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class RightSizeIT extends FunctionsIT {

    @Test
    void eachSizeIsTriedAndOneAppliedWithAClick() {
        FakeGateway.running()
                .answer(
                        200,
                        "{}",
                        "",
                        "X-Millirun-Billed-Ms",
                        "12",
                        "X-Millirun-Duration-Us",
                        "11500",
                        "X-Millirun-Peak-Memory-Mb",
                        "41",
                        "X-Millirun-Cost",
                        "0.0000002250000250 USD");
        Browser browser = developer();
        create(browser, "hello", "export const handler = async () => 1;");

        HttpResponse<String> begun =
                browser.post("/functions/hello/right-size", "event", "{}", "sizes", "512", "sizes", "1024");

        assertThat(begun.statusCode()).isEqualTo(302);
        await().untilAsserted(() -> assertThat(
                        browser.get("/functions/hello/right-size/results").body())
                .contains("data-memory=\"512\"")
                .contains("data-memory=\"1024\"")
                .contains("data-value=\"11500\"")
                .contains("data-value=\"0.225000025\"")
                .contains("cheapest")
                .doesNotContain("hx-get"));

        browser.get("/functions/hello/right-size");
        browser.post("/functions/hello/right-size/apply", "memoryMb", "512");

        assertThat(browser.get("/functions/hello/right-size").body()).contains("512 MB (now)");
        assertThat(browser.get("/functions").body()).contains("nodejs24.x · 512 MB");
    }

    @Test
    void aFunctionThatFailsIsToldAndHasNoPrice() {
        FakeGateway.running()
                .answer(
                        200,
                        "{\"errorType\":\"Error\",\"errorMessage\":\"boom\"}",
                        "",
                        "X-Amz-Function-Error",
                        "Unhandled",
                        "X-Millirun-Billed-Ms",
                        "1",
                        "X-Millirun-Cost",
                        "0 USD");
        Browser browser = developer();
        create(browser, "hello", "export const handler = async () => { throw new Error('boom'); };");

        browser.post("/functions/hello/right-size", "event", "{}", "sizes", "128");

        await().untilAsserted(() -> assertThat(
                        browser.get("/functions/hello/right-size/results").body())
                .contains("Error: boom")
                .doesNotContain("data-figure=\"per-million\""));
    }

    @Test
    void nothingRunsForASizeThatDoesNotExistOrAnEventThatIsNotJson() {
        Browser browser = developer();
        create(browser, "hello", "export const handler = async () => 1;");

        assertThat(browser.post("/functions/hello/right-size", "event", "{}", "sizes", "64")
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.post("/functions/hello/right-size", "event", "{}").statusCode())
                .isEqualTo(422);
        assertThat(browser.post("/functions/hello/right-size", "event", "{", "sizes", "128")
                        .body())
                .contains("does not parse as JSON");
        assertThat(browser.get("/functions/hello/right-size").body()).contains("Nothing was tried yet");
    }
}
