package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

@ExtendWith(Demo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkInvocationsIT {

    private static final String STREAMING = """
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream.setContentType('text/plain');
              for (const word of ['one ', 'two ', 'three']) stream.write(word);
              if (event.fail) throw new RangeError('halfway');
              stream.end();
            });
            """;

    private final Demo demo;
    private final LambdaClient lambda;
    private final LambdaAsyncClient async;

    SdkInvocationsIT(Demo demo) {
        this.demo = demo;
        lambda = Sdk.client(demo);
        async = Sdk.async(demo);
    }

    @AfterAll
    void close() {
        lambda.close();
        async.close();
    }

    @Test
    void aFunctionAnswersWithItsResultLogAndVersion() {
        String name = Sdk.function(lambda, "answers");
        lambda.publishVersion(request -> request.functionName(name));
        String context = Base64.getEncoder()
                .encodeToString("{\"custom\":{\"device\":\"lamp\"}}".getBytes(StandardCharsets.UTF_8));

        InvokeResponse answer = lambda.invoke(request -> request.functionName(name)
                .qualifier("1")
                .logType(LogType.TAIL)
                .clientContext(context)
                .payload(SdkBytes.fromUtf8String("{\"k\":\"ü\"}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isNull();
        assertThat(answer.executedVersion()).isEqualTo("1");
        assertThat(answer.payload().asUtf8String())
                .contains("\"event\":{\"k\":\"ü\"}", "\"device\":\"lamp\"", "\"version\":\"1\"", name + ":1\"");
        assertThat(new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8))
                .contains("START RequestId: ", "seen", "END RequestId: ", "REPORT RequestId: ", "Billed Duration: ");
    }

    @Test
    void whatTheCodeThrowsIsTheAnswer() {
        String name = Sdk.function(lambda, "throws");

        InvokeResponse answer = Sdk.invoke(lambda, name, "{\"fail\":\"on purpose\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String())
                .contains("\"errorType\":\"TypeError\"", "\"errorMessage\":\"on purpose\"", "\"trace\":[");
    }

    @Test
    void aDryRunRunsNothing() {
        String name = Sdk.function(lambda, "dry");

        InvokeResponse answer =
                lambda.invoke(request -> request.functionName(name).invocationType(InvocationType.DRY_RUN));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.payload().asByteArray()).isEmpty();
    }

    @Test
    void eventsAreAcceptedAndTheirResultsFound() throws Exception {
        String name = Sdk.function(lambda, "event");
        InvokeResponse accepted = lambda.invoke(request -> request.functionName(name)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"n\":1}")));

        assertThat(accepted.statusCode()).isEqualTo(202);
        String id = accepted.responseMetadata().requestId();
        await().atMost(Duration.ofSeconds(30)).until(() -> invocation(id).contains("\"status\":\"succeeded\""));
        assertThat(invocation(id)).contains("\"event\":{\"n\":1}");
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.invoke(
                        request -> request.functionName(Sdk.unique("none")).invocationType(InvocationType.EVENT)));
    }

    private String invocation(String id) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(demo.portal().resolve("/api/v1/invocations/" + id))
                                    .header("Authorization", "Bearer " + demo.token())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void badCallsAreRefusedWithTheDocumentedErrors() {
        String name = Sdk.function(lambda, "refuses");
        Sdk.refused(InvalidRequestContentException.class, 400, () -> Sdk.invoke(lambda, name, "{not json"));
        Sdk.refused(
                RequestTooLargeException.class,
                413,
                () -> Sdk.invoke(lambda, name, "\"" + "x".repeat(6 * 1024 * 1024) + "\""));
        Sdk.refused(ResourceNotFoundException.class, 404, () -> Sdk.invoke(lambda, Sdk.unique("none"), "{}"));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.invoke(request -> request.functionName(name).qualifier("7")));
    }

    @Test
    void aFunctionWithoutConcurrencyIsThrottled() {
        String name = Sdk.function(lambda, "throttled");
        lambda.putFunctionConcurrency(request -> request.functionName(name).reservedConcurrentExecutions(0));

        try (LambdaClient impatient = Sdk.impatient(demo)) {
            assertThatThrownBy(() -> impatient.invoke(request -> request.functionName(name)))
                    .isInstanceOfSatisfying(TooManyRequestsException.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(429);
                        assertThat(error.reasonAsString())
                                .isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
                        assertThat(error.retryAfterSeconds()).isNotNull();
                    });
        }

        lambda.deleteFunctionConcurrency(request -> request.functionName(name));
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> Sdk.invoke(lambda, name, "{}").statusCode() == 200);
    }

    @Test
    void answersStreamInAwsEventStreamEncoding() {
        String name = Sdk.function(
                lambda,
                "streams",
                request -> request.code(code -> code.zipFile(Sdk.zip(Map.of("index.mjs", STREAMING)))));

        Streamed streamed = stream(name, "{}");
        assertThat(streamed.text()).isEqualTo("one two three");
        assertThat(streamed.end().errorCode()).isNull();
        assertThat(new String(Base64.getDecoder().decode(streamed.end().logResult()), StandardCharsets.UTF_8))
                .contains("REPORT RequestId: ");

        Streamed broken = stream(name, "{\"fail\":true}");
        assertThat(broken.text()).startsWith("one ");
        assertThat(broken.end().errorCode()).isNotBlank();
        assertThat(broken.end().errorDetails()).contains("halfway");

        assertThatThrownBy(() -> stream(Sdk.unique("none"), "{}")).hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void whatDoesNotStreamIsSentWhole() {
        String name = Sdk.function(lambda, "whole");

        Streamed streamed = stream(name, "{\"a\":1}");

        assertThat(streamed.text()).contains("\"event\":{\"a\":1}");
        assertThat(streamed.end().errorCode()).isNull();
    }

    private record Streamed(String text, InvokeWithResponseStreamCompleteEvent end) {}

    private Streamed stream(String name, String payload) {
        var text = new StringBuilder();
        List<InvokeWithResponseStreamCompleteEvent> ends = new ArrayList<>();
        async.invokeWithResponseStream(
                        request -> request.functionName(name)
                                .logType(LogType.TAIL)
                                .payload(SdkBytes.fromUtf8String(payload)),
                        InvokeWithResponseStreamResponseHandler.builder()
                                .subscriber(InvokeWithResponseStreamResponseHandler.Visitor.builder()
                                        .onPayloadChunk(chunk ->
                                                text.append(chunk.payload().asUtf8String()))
                                        .onInvokeComplete(ends::add)
                                        .build())
                                .build())
                .join();
        assertThat(ends).hasSize(1);
        return new Streamed(text.toString(), ends.getFirst());
    }
}
