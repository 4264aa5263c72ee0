package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.portal.sdk.Demo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starters as a newcomer meets them: deployed with the form's defaults and called with their own sample events. Of the
 * languages that must be compiled it takes the first that is offered: a build each would be minutes.
 */
@ExtendWith(Demo.Extension.class)
class StartersIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration BUILD = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Demo demo;

    StartersIT(Demo demo) {
        this.demo = demo;
    }

    /** A starter that was deployed. */
    private record Made(Starter starter, String name, Map<String, String> environment, URI url) {}

    @Test
    void startersAnswerTheirOwnSampleEvents() throws Exception {
        var starters = new Starters();
        List<Made> made = new ArrayList<>();
        // What must be built is deployed first: it is ready once the others have been called.
        made.add(deploy(starters.ownOf("provided").getFirst()));
        made.add(deploy(starters.ownOf("java25").getFirst()));
        for (String runtime : List.of("python3.13", "nodejs24.x")) {
            for (Starter starter : starters.ownOf(runtime)) {
                made.add(deploy(starter));
            }
        }
        for (Made function : made.reversed()) {
            await().atMost(BUILD).until(() -> isReady(function));
            call(function);
        }
        assertThat(made.stream().map(function -> function.starter().id()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("http-api", "hello", "webhook", "report", "stream", "resize", "empty");
    }

    private Made deploy(Starter starter) throws Exception {
        String name = "starter-" + starter.id() + "-" + starter.runtime().replace('.', '-');
        Map<String, String> files = new HashMap<>(starter.others());
        files.put(starter.file(), starter.source());
        Map<String, String> environment = starter.needs().secrets().stream()
                .collect(Collectors.toMap(secret -> secret, _ -> SignedSample.newSecret()));
        HttpResponse<String> answer = send(
                "POST",
                demo.portal().resolve("/api/v1/functions"),
                BodyPublishers.ofString(JSON.writeValueAsString(Map.of(
                        "name",
                        name,
                        "runtime",
                        starter.runtime(),
                        "handler",
                        handler(starter.runtime()),
                        "environment",
                        environment,
                        "urlAuth",
                        starter.needs().access(),
                        "files",
                        files))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        HttpResponse<String> url = send(
                "PUT",
                demo.endpoint().resolve("/2021-10-31/functions/" + name + "/url"),
                BodyPublishers.ofString(JSON.writeValueAsString(
                        Map.of("InvokeMode", starter.needs().answers()))));
        assertThat(url.statusCode()).as(url.body()).isEqualTo(200);
        return new Made(
                starter,
                name,
                environment,
                URI.create(JSON.readTree(url.body()).get("FunctionUrl").asString()));
    }

    private static String handler(String runtime) {
        return switch (runtime) {
            case "java25" -> "example.Handler";
            case "provided" -> "bootstrap";
            case "python3.13" -> "lambda_function.lambda_handler";
            default -> "index.handler";
        };
    }

    private boolean isReady(Made function) throws Exception {
        JsonNode configuration = JSON.readTree(send(
                        "GET",
                        demo.endpoint().resolve("/2015-03-31/functions/" + function.name() + "/configuration"),
                        BodyPublishers.noBody())
                .body());
        String state = configuration.get("State").asString();
        assertThat(state).as(function.name() + ": " + configuration).isNotEqualTo("Failed");
        return state.equals("Active");
    }

    private void call(Made function) throws Exception {
        String event = SignedSample.signed(function.starter().event(), function.environment());
        HttpResponse<String> answer = send(
                "POST",
                demo.endpoint().resolve("/2015-03-31/functions/" + function.name() + "/invocations"),
                BodyPublishers.ofString(event));
        String what = function.name() + ": " + answer.body();
        assertThat(answer.statusCode()).as(what).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).as(what).isEmpty();
        switch (function.starter().id()) {
            case "hello" -> assertThat(answer.body()).as(what).contains("Hello, Ada!");
            case "empty" -> assertThat(answer.body()).as(what).isEqualTo("{}");
            case "report" ->
                assertThat(JSON.readTree(answer.body()).get("lines").asInt())
                        .as(what)
                        .isEqualTo(3);
            case "http-api" -> greets(function, answer.body());
            case "webhook" -> refusesWhatIsNotSigned(function, answer.body());
            case "stream" -> streams(function);
            case "resize" ->
                resizes(
                        function,
                        answer.body(),
                        JSON.readTree(event).get("body").asString());
            default -> throw new AssertionError("say here what is expected of " + what);
        }
    }

    private void greets(Made function, String answer) throws Exception {
        assertThat(JSON.readTree(answer).get("body").asString()).contains("Hello, Ada!");
        HttpResponse<String> page = send("GET", with(function.url(), "?name=Grace"), BodyPublishers.noBody());
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(page.body()).contains("Hello, Grace!");
    }

    private void refusesWhatIsNotSigned(Made function, String answer) throws Exception {
        assertThat(JSON.readTree(answer).get("statusCode").asInt()).as(answer).isEqualTo(200);
        var unsigned = HttpRequest.newBuilder(function.url())
                .POST(BodyPublishers.ofString("{\"event\":\"forged\"}"))
                .build();
        assertThat(http.send(unsigned, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    private void streams(Made function) throws Exception {
        HttpResponse<String> events = send("GET", with(function.url(), "?steps=3"), BodyPublishers.noBody());
        assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(events.body().lines().filter(line -> line.startsWith("data: ")))
                .hasSize(3);
    }

    private void resizes(Made function, String answer, String image) throws Exception {
        JsonNode small = JSON.readTree(answer);
        assertThat(small.get("statusCode").asInt()).as(answer).isEqualTo(200);
        assertThat(width(Base64.getDecoder().decode(small.get("body").asString())))
                .isEqualTo(8);
        HttpRequest upload = request(with(function.url(), "?width=5"))
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(Base64.getDecoder().decode(image)))
                .build();
        assertThat(width(http.send(upload, BodyHandlers.ofByteArray()).body())).isEqualTo(5);
    }

    private static int width(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png)).getWidth();
    }

    private static URI with(URI url, String query) {
        return URI.create(url + query);
    }

    private HttpResponse<String> send(String method, URI uri, BodyPublisher body) throws Exception {
        return http.send(
                request(uri)
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + demo.token());
    }
}
