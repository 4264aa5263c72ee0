package io.millirun.portal.sdk;

import io.millirun.portal.journey.PlatformProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo organization of a running platform; all tests of this package share one. The environment variable
 * {@code MILLIRUN_SDK_DEMO} names a file with what {@code ./millirun demo} printed, to test an installation that runs.
 *
 * @param endpoint of the Lambda API
 * @param portal where pages and the REST API are
 * @param token the same access key as a bearer token
 */
public record Demo(URI endpoint, URI portal, String accessKeyId, String secretAccessKey, String token) {

    private static final ExtensionContext.Namespace KEEP = ExtensionContext.Namespace.create(Demo.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** Gives tests the organization. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Demo.class;
        }

        @Override
        public Demo resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(KEEP)
                    .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                    .demo();
        }
    }

    /** @param platform null if somebody else started it */
    private record Running(Demo demo, @Nullable PlatformProcess platform) implements AutoCloseable {

        static Running start() {
            try {
                String given = System.getenv("MILLIRUN_SDK_DEMO");
                if (given != null) {
                    return new Running(read(Files.readString(Path.of(given))), null);
                }
                PlatformProcess platform = PlatformProcess.start(Map.of());
                return new Running(read(make(platform)), platform);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            if (platform != null) {
                platform.close();
            }
        }
    }

    private static String make(PlatformProcess platform) throws IOException {
        String token =
                Files.readString(platform.data().resolve("run/demo-token")).strip();
        var request = HttpRequest.newBuilder(platform.management().resolve("/internal/demo"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("no demo: " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static Demo read(String json) {
        JsonNode demo = JSON.readTree(json);
        return new Demo(
                URI.create(demo.get("endpointUrl").asString()),
                URI.create(demo.get("portalUrl").asString()),
                demo.get("accessKeyId").asString(),
                demo.get("secretAccessKey").asString(),
                demo.get("token").asString());
    }

    /** Never with its secrets. */
    @Override
    public String toString() {
        return "the demo at " + endpoint;
    }
}
