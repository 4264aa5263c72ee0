package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Requests that no well-behaved client sends: each is answered with an error of the caller's, without a stack trace. */
@ExtendWith(Demo.Extension.class)
class FuzzIT {

    private static final long SEED = 20_261_125;

    private static final List<String> ROUTES = List.of(
            "POST /2015-03-31/functions",
            "GET /2015-03-31/functions/{}",
            "GET /2015-03-31/functions/{}/configuration",
            "PUT /2015-03-31/functions/{}/configuration",
            "PUT /2015-03-31/functions/{}/code",
            "POST /2015-03-31/functions/{}/invocations",
            "POST /2021-11-15/functions/{}/response-streaming-invocations",
            "POST /2014-11-13/functions/{}/invoke-async",
            "POST /2015-03-31/functions/{}/versions",
            "POST /2015-03-31/functions/{}/aliases",
            "PUT /2015-03-31/functions/{}/aliases/{}",
            "GET /2015-03-31/functions/{}/aliases/{}",
            "POST /2021-10-31/functions/{}/url",
            "PUT /2019-09-25/functions/{}/event-invoke-config",
            "PUT /2017-10-31/functions/{}/concurrency",
            "POST /2015-03-31/functions/{}/policy",
            "DELETE /2015-03-31/functions/{}/policy/{}",
            "POST /2018-10-31/layers/{}/versions",
            "GET /2018-10-31/layers/{}/versions/{}",
            "POST /2018-10-31/layers/{}/versions/{}/policy",
            "POST /2017-03-31/tags/{}",
            "DELETE /2017-03-31/tags/{}",
            "PUT /2021-07-20/functions/{}/runtime-management-config",
            "PUT /2024-08-31/functions/{}/recursion-config",
            "PUT /2026-07-09/resource-policy/{}",
            "POST /2015-03-31/event-source-mappings",
            "PATCH /2015-03-31/functions/{}",
            "GET /2015-03-31/{}");

    private static final List<String> WORDS = List.of(
            "",
            "a",
            "..",
            "%00",
            "%",
            "%zz",
            "%F0%9F%98%80",
            "%2e%2e%2f%2e%2e%2fetc",
            "$LATEST",
            "name:$LATEST",
            "name:1:2",
            ":",
            "99999999999999999999",
            "-1",
            "0",
            "arn:aws:lambda:eu-west-1:123456789012:function:f",
            "arn:aws:lambda:::function:",
            "arn:aws:lambda:eu-west-1:123456789012:function:f:%24LATEST",
            "arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Alayer%3Al%3A1",
            "x".repeat(65),
            "x".repeat(3_000),
            "'%20or%201=1--",
            "{{7*7}}",
            "null");

    private static final List<String> FIELDS = List.of(
            "FunctionName",
            "Runtime",
            "Handler",
            "Role",
            "Code",
            "ZipFile",
            "MemorySize",
            "Timeout",
            "Environment",
            "Variables",
            "Layers",
            "Tags",
            "Publish",
            "DryRun",
            "RevisionId",
            "Architectures",
            "EphemeralStorage",
            "Size",
            "LoggingConfig",
            "VpcConfig",
            "SubnetIds",
            "DeadLetterConfig",
            "ImageConfig",
            "Name",
            "FunctionVersion",
            "RoutingConfig",
            "AdditionalVersionWeights",
            "AuthType",
            "Cors",
            "MaxAge",
            "InvokeMode",
            "MaximumRetryAttempts",
            "MaximumEventAgeInSeconds",
            "DestinationConfig",
            "OnFailure",
            "Destination",
            "ReservedConcurrentExecutions",
            "StatementId",
            "Action",
            "Principal",
            "SourceArn",
            "Content",
            "CompatibleRuntimes",
            "Description",
            "UpdateRuntimeOn",
            "RecursiveLoop",
            "Policy",
            "PackageType",
            "ImageUri",
            "SnapStart",
            "FileSystemConfigs");

    private static final List<String> PARAMETERS = List.of(
            "Qualifier", "MaxItems", "Marker", "FunctionVersion", "RevisionId", "find", "tagKeys", "List", "Arn");

    private final Random random = new Random(SEED);
    private final Demo demo;
    private final String name;

    FuzzIT(Demo demo) {
        this.demo = demo;
        try (LambdaClient client = Sdk.client(demo)) {
            name = Sdk.function(client, "fuzz");
        }
    }

    @Test
    void namesBodiesAndParametersOfAnyKindAreTheCallersMistake() throws IOException {
        for (int round = 0; round < 1_500; round++) {
            String[] route = pick(ROUTES).split(" ", 2);
            String path = route[1];
            while (path.contains("{}")) {
                path = path.replaceFirst(
                        "\\{}", java.util.regex.Matcher.quoteReplacement(random.nextInt(3) == 0 ? name : pick(WORDS)));
            }
            for (int more = random.nextInt(3); more > 0; more--) {
                path += (path.contains("?") ? "&" : "?") + pick(PARAMETERS) + "=" + pick(WORDS);
            }
            expectCallersFault(route[0], path, body(), "Authorization: Bearer " + demo.token());
        }
    }

    @Test
    void headersOfInvokeOfAnyKindAreTheCallersMistake() throws IOException {
        for (int round = 0; round < 150; round++) {
            expectCallersFault(
                    "POST",
                    "/2015-03-31/functions/" + name + "/invocations",
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "Authorization: Bearer " + demo.token(),
                    "X-Amz-Invocation-Type: " + pick(List.of("Event", "DryRun", "RequestResponse", "", "Bogus")),
                    "X-Amz-Client-Context: " + pick(WORDS),
                    "X-Amz-Log-Type: " + pick(WORDS),
                    "Idempotency-Key: " + pick(WORDS),
                    "X-Amzn-Trace-Id: Root=" + pick(WORDS) + ";Lineage=" + pick(WORDS));
        }
    }

    @Test
    void signaturesOfAnyKindAreRefused() throws IOException {
        String now = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        for (int round = 0; round < 500; round++) {
            String key = random.nextBoolean() ? demo.accessKeyId() : pick(WORDS);
            String scope = random.nextBoolean() ? now.substring(0, 8) + "/eu-west-1/lambda/aws4_request" : pick(WORDS);
            String headers = random.nextBoolean() ? "host;x-amz-date" : pick(WORDS);
            String signature = random.nextBoolean() ? "0123456789abcdef".repeat(4) : pick(WORDS);
            String authorization = pick(List.of("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA1 ", "Bearer ", "Basic ", ""))
                    + "Credential=" + key + "/" + scope + ", SignedHeaders=" + headers + ", Signature=" + signature;
            Answer answer = random.nextInt(4) > 0
                    ? send(
                            "GET",
                            "/2015-03-31/functions",
                            new byte[0],
                            "Authorization: " + authorization,
                            "X-Amz-Date: " + (random.nextBoolean() ? now : pick(WORDS)))
                    : send(
                            "GET",
                            "/2015-03-31/functions?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + key + "%2F"
                                    + pick(WORDS) + "&X-Amz-Date=" + now + "&X-Amz-Expires=" + pick(WORDS)
                                    + "&X-Amz-SignedHeaders=host&X-Amz-Signature=" + pick(WORDS),
                            new byte[0]);
            assertThat(answer.status)
                    .as(() -> authorization + "\n" + answer.text)
                    .isBetween(400, 499);
            clean(answer, authorization);
        }
    }

    private byte[] body() {
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 -> new byte[0];
            case 2 -> "[1,2".getBytes(StandardCharsets.UTF_8);
            default -> object(0).getBytes(StandardCharsets.UTF_8);
        };
    }

    private String object(int depth) {
        var text = new StringBuilder("{");
        for (int field = random.nextInt(6); field >= 0; field--) {
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(pick(FIELDS))
                    .append("\":")
                    .append(value(depth + 1));
        }
        return text.append('}').toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 3 ? 7 : 9)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> pick(List.of("0", "-1", "1e999", "1.5", "99999999999999999999", "128", "512"));
            case 3 -> "\"" + pick(WORDS).replace("\"", "") + "\"";
            case 4 -> "\"\\u0000\\ud800\"";
            case 5 -> "\"" + "x".repeat(random.nextInt(5_000)) + "\"";
            case 6 -> "\"UEsDBBQAAAAAAA==\"";
            case 7 -> "[" + value(depth + 1) + "," + value(depth + 1) + "]";
            default -> object(depth);
        };
    }

    private void expectCallersFault(String method, String path, byte[] body, String... headers) throws IOException {
        Answer answer = send(method, path, body, headers);
        String told = method + " " + path + "\n" + new String(body, StandardCharsets.UTF_8) + "\n"
                + Map.of("headers", List.of(headers).subList(Math.min(1, headers.length), headers.length));
        assertThat(answer.status).as(() -> told + "\n" + answer.text).isBetween(200, 499);
        clean(answer, told);
    }

    private static void clean(Answer answer, String told) {
        assertThat(answer.text)
                .as(told)
                .doesNotContain("\tat ", "Exception: ", "java.lang.", "org.springframework", "org.postgresql", "SQL");
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] read(InputStream in, String what) {
        try {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new AssertionError("no answer to " + what, failed);
        }
    }

    private record Answer(int status, String text) {}

    /** By a socket: HTTP clients refuse to send much of this. */
    private Answer send(String method, String path, byte[] body, String... headers) throws IOException {
        var request = new ByteArrayOutputStream();
        request.writeBytes(
                (method + " " + path.replace(" ", "%20") + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + "Content-Length: " + body.length + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        for (String header : headers) {
            request.writeBytes((header + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        request.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        try (var socket = new Socket(demo.endpoint().getHost(), demo.endpoint().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.toByteArray());
            InputStream in = socket.getInputStream();
            String text = new String(read(in, method + " " + path), StandardCharsets.UTF_8);
            assertThat(text).as(method + " " + path).startsWith("HTTP/1.");
            return new Answer(Integer.parseInt(text.substring(9, 12)), text);
        }
    }
}
