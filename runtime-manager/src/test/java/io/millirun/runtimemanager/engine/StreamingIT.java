package io.millirun.runtimemanager.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.engine.EngineRig.Options;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamingIT {

    private static final String NODE = "nodejs24.x";
    private static final String WAIT = "const wait = (ms) => new Promise((done) => setTimeout(done, ms));\n";

    private static EngineRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = EngineRig.start(Options.usual(), NODE);
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    @Test
    void serverSentEventsArriveOneByOneAndFiguresFollowAsTrailers() throws Exception {
        deploy("events", WAIT + """
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  out = awslambda.HttpResponseStream.from(out, {
                    statusCode: 201,
                    headers: { 'Content-Type': 'text/event-stream', 'x-own': 'yes' },
                    cookies: ['mine=1', 'mr_session=stolen'],
                  });
                  for (let i = 0; i < 3; i++) { out.write(`data: ${i}\\n\\n`); await wait(300); }
                  out.end();
                });
                """, UrlAuth.ACCESS_KEY);
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), rig.port)) {
            socket.getOutputStream()
                    .write(("GET /fn/acme/events/ HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: close\r\n"
                                    + "Authorization: Bearer " + EngineRig.TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String head = "";
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                head += line + "\n";
            }
            assertThat(head)
                    .startsWith("HTTP/1.1 201")
                    .contains("text/event-stream", "x-own: yes", "mine=1")
                    .containsIgnoringCase("x-amzn-requestid")
                    .doesNotContain("stolen");
            StringBuilder seen = new StringBuilder();
            while (!seen.toString().contains("data: 0")) {
                seen.append(lines.readLine()).append('\n');
            }
            assertThat(rig.count("Busy")).as("the handler still runs").isEqualTo(1);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.append(line).append('\n');
            }
            assertThat(seen.toString()).contains("data: 1", "data: 2").containsIgnoringCase("X-Millirun-Cost: 0.");
        }
        UsageRecord record = last("events");
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.durationMicros()).isGreaterThan(900_000);
        assertThat(record.bytesOut()).isGreaterThan(27);
    }

    @Test
    void invokeWithResponseStreamSpeaksTheEventStream() throws Exception {
        deploy("chunks", """
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  console.log('streaming', event.n);
                  out.setContentType('text/plain');
                  out.write('one,'); out.write('two,'); out.write(String(event.n)); out.end();
                });
                """, UrlAuth.NONE);

        HttpResponse<byte[]> answer = stream("chunks", "{\"n\":3}");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.amazon.eventstream");
        assertThat(answer.headers().firstValue("X-Amzn-Remapped-Content-Type")).contains("text/plain");
        EventStreamReader events = EventStreamReader.of(answer.body());
        assertThat(events.payload()).isEqualTo("one,two,3");
        JsonObject end = events.complete();
        assertThat(end.getString("ErrorCode")).isNull();
        assertThat(new String(java.util.Base64.getDecoder().decode(end.getString("LogResult")), StandardCharsets.UTF_8))
                .contains("streaming 3", "REPORT RequestId");
        assertThat(end.getString("X-Millirun-Billed-Ms")).isNotNull();
    }

    @Test
    void aHandlerThatDoesNotStreamIsAnsweredInTheSameForm() throws Exception {
        deploy("whole", "export const handler = async (event) => ({ got: event.n });", UrlAuth.NONE);

        EventStreamReader events =
                EventStreamReader.of(stream("whole", "{\"n\":3}").body());

        assertThat(events.payload()).isEqualTo("{\"got\":3}");
        assertThat(events.complete().containsKey("ErrorCode")).isFalse();
    }

    @Test
    void aStreamingHandlerAnswersABufferedInvokeWithItsWholeAnswer() throws Exception {
        deploy(
                "both",
                "export const handler = awslambda.streamifyResponse(async (event, out) => { out.write('a'); out.end('b'); });",
                UrlAuth.NONE);

        assertThat(rig.invoke("both", "{}").body()).isEqualTo("ab");
    }

    @Test
    void aStreamingHandlerAnswersABufferedUrlWithItsHeadAndWholeBody() throws Exception {
        rig.deploy(NODE, "headed", "index.mjs", """
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  out = awslambda.HttpResponseStream.from(out, { statusCode: 418, headers: { 'x-own': 'yes' } });
                  out.write('tea'); out.end('pot');
                });
                """);

        HttpResponse<String> answer = rig.url("headed");

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.headers().firstValue("x-own")).contains("yes");
        assertThat(answer.body()).isEqualTo("teapot");
    }

    @Test
    void anErrorOnTheWayIsToldInTheEventStreamAndCutsAnHttpAnswer() throws Exception {
        deploy("breaks", WAIT + """
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  out.write('begun'); await wait(100); throw new TypeError('halfway');
                });
                """, UrlAuth.NONE);

        EventStreamReader events = EventStreamReader.of(stream("breaks", "{}").body());

        assertThat(events.payload()).isEqualTo("begun");
        assertThat(events.complete().getString("ErrorCode")).isEqualTo("TypeError");
        assertThat(events.complete().getString("ErrorDetails")).contains("halfway");
        assertThat(last("breaks").outcome()).isEqualTo(Outcome.FUNCTION_ERROR);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> rig.url("breaks"))
                .as("an answer that is not whole does not look whole")
                .isInstanceOf(IOException.class);
    }

    @Test
    void aStreamThatTakesTooLongEndsWithItsTimeout() throws Exception {
        deploy("endless", WAIT + """
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  for (;;) { out.write('x'); await wait(50); }
                });
                """, UrlAuth.NONE, Duration.ofSeconds(1));

        EventStreamReader events = EventStreamReader.of(stream("endless", "{}").body());

        assertThat(events.payload()).startsWith("xxx");
        assertThat(events.complete().getString("ErrorCode")).isEqualTo("Sandbox.Timedout");
        assertThat(events.complete().getString("ErrorDetails")).contains("Task timed out after 1.00 seconds");
        assertThat(last("endless").outcome()).isEqualTo(Outcome.TIMEOUT);
    }

    @Test
    void aStreamIsCutAtItsLimitAndItsInstanceGoes() throws Exception {
        deploy("flood", """
                import { pipeline } from 'node:stream/promises';
                import { Readable } from 'node:stream';
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  await pipeline(Readable.from((function* () { for (;;) yield Buffer.alloc(65536, 120); })()), out);
                });
                """, UrlAuth.NONE);
        var version = rig.deployed("flood");

        EventStreamReader events = EventStreamReader.of(stream("flood", "{}").body());

        assertThat(events.payload().length()).isBetween(7 << 20, 8 << 20);
        assertThat(events.complete().getString("ErrorCode")).isEqualTo("Function.ResponseSizeTooLarge");
        await().until(() -> !rig.fleet.revisions().contains(version.revision()));
    }

    @Test
    void aCallerWhoReadsSlowlyHoldsTheHandlerBack() throws Exception {
        deploy("held", """
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  const piece = Buffer.alloc(65536, 120);
                  for (let i = 0; i < 96; i++) {
                    if (!out.write(piece)) await new Promise((done) => out.once('drain', done));
                  }
                  out.end();
                });
                """, UrlAuth.NONE);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), rig.port));
            socket.getOutputStream()
                    .write("GET /fn/acme/held/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isPositive();
            await().during(Duration.ofMillis(800)).atMost(Duration.ofSeconds(3)).until(() -> rig.count("Busy") == 1);
            assertThat(in.readAllBytes().length).isGreaterThan(96 * 65536);
        }
        await().until(() -> rig.records.stream()
                .anyMatch(record ->
                        record.function().equals(rig.deployed("held").function()) && record.bytesOut() == 96 * 65536));
    }

    @Test
    void aCallerWhoHangsUpDoesNotStopTheHandler() throws Exception {
        deploy("goes-on", WAIT + """
                export const handler = awslambda.streamifyResponse(async (event, out) => {
                  for (let i = 0; i < 8; i++) { out.write('x'.repeat(100000)); await wait(50); }
                  out.end();
                });
                """, UrlAuth.NONE);
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), rig.port)) {
            socket.getOutputStream()
                    .write("GET /fn/acme/goes-on/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isPositive();
        }

        await().until(() -> rig.records.stream()
                .anyMatch(record ->
                        record.function().equals(rig.deployed("goes-on").function())
                                && record.outcome() == Outcome.OK
                                && record.bytesOut() == 800_000));
    }

    @Test
    void eventsAndAnswersMayBeSixMegabytesAndNoMore() throws Exception {
        deploy(
                "size",
                "export const handler = async (event) => typeof event === 'string' ? event.length : 'x'.repeat(event.n);",
                UrlAuth.NONE);

        assertThat(rig.invoke("size", "\"" + "x".repeat((6 << 20) - 2) + "\"").body())
                .isEqualTo(Integer.toString((6 << 20) - 2));
        HttpResponse<String> tooLarge = rig.invoke("size", "\"" + "x".repeat(6 << 20) + "\"");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.headers().firstValue("x-amzn-ErrorType")).contains("RequestTooLargeException");
        assertThat(tooLarge.body())
                .contains("Request must be smaller than 6291456 bytes for the InvokeFunction operation");
        assertThat(rig.invoke("size", "{\"n\":6291554}").body()).hasSize(6291556);
        HttpResponse<String> failed = rig.invoke("size", "{\"n\":6291555}");
        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(new JsonObject(failed.body()).getMap())
                .isEqualTo(Map.of(
                        "errorType",
                        "Function.ResponseSizeTooLarge",
                        "errorMessage",
                        "Response payload size exceeded maximum allowed payload size (6291556 bytes)."));
    }

    private static void deploy(String name, String source, UrlAuth auth) throws IOException {
        deploy(name, source, auth, Duration.ofSeconds(15));
    }

    private static void deploy(String name, String source, UrlAuth auth, Duration timeout) throws IOException {
        rig.deployStreaming(NODE, name, "index.mjs", source, timeout, auth);
    }

    private static HttpResponse<byte[]> stream(String name, String event) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.port + "/2021-11-15/functions/" + name
                                    + "/response-streaming-invocations"))
                            .header("Authorization", "Bearer " + EngineRig.TOKEN)
                            .header("X-Amz-Log-Type", "Tail")
                            .POST(HttpRequest.BodyPublishers.ofString(event))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static UsageRecord last(String name) {
        return rig.records.stream()
                .filter(record -> record.function().equals(rig.deployed(name).function()))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** Reads an event stream and checks its lengths and checksums. */
    private record EventStreamReader(String payload, JsonObject complete) {

        static EventStreamReader of(byte[] bytes) {
            Buffer all = Buffer.buffer(bytes);
            Buffer payload = Buffer.buffer();
            JsonObject complete = null;
            for (int at = 0; at < all.length(); ) {
                int length = all.getInt(at);
                int headers = all.getInt(at + 4);
                assertThat(all.getInt(at + 8)).isEqualTo(crc(all.getBytes(at, at + 8)));
                assertThat(all.getInt(at + length - 4)).isEqualTo(crc(all.getBytes(at, at + length - 4)));
                String head = all.getString(at + 12, at + 12 + headers, "UTF-8");
                Buffer body = all.getBuffer(at + 12 + headers, at + length - 4);
                assertThat(complete).as("nothing follows the end").isNull();
                if (head.contains("PayloadChunk")) {
                    payload.appendBuffer(body);
                } else {
                    assertThat(head).contains("InvokeComplete");
                    complete = body.toJsonObject();
                }
                at += length;
            }
            return new EventStreamReader(payload.toString(), java.util.Objects.requireNonNull(complete));
        }

        private static int crc(byte[] bytes) {
            var crc = new java.util.zip.CRC32();
            crc.update(bytes);
            return (int) crc.getValue();
        }
    }
}
