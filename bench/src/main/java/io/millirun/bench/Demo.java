package io.millirun.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The demo organization of the running platform: fresh functions, as often as they are asked for. */
final class Demo {

    private final URI management;
    private final String token;

    /** @param data data folder of the running platform */
    Demo(Path data) throws IOException {
        String port = Files.readAllLines(data.resolve("run/platform")).stream()
                .filter(line -> line.startsWith("management="))
                .map(line -> line.substring("management=".length()))
                .findFirst()
                .orElseThrow();
        management = URI.create("http://127.0.0.1:" + port);
        token = Files.readString(data.resolve("run/demo-token"));
    }

    /** A function that has never run. */
    record Fresh(String name, String runtime) {}

    /** The demo as it is after a reset. */
    record State(URI gateway, String bearer, List<Fresh> functions) {

        Load.Request invoke(String function) {
            String path = "/2015-03-31/functions/" + function + "/invocations";
            return wire -> {
                var reply = wire.send("POST", path, "{\"name\":\"Ada\"}", "Authorization", "Bearer " + bearer);
                if (reply.status() != 200 || reply.headers().containsKey("x-amz-function-error")) {
                    throw new IOException(function + " answered " + reply.status() + ": " + reply.body());
                }
            };
        }
    }

    State reset() throws IOException {
        try (var wire = new Wire(management)) {
            var reply = wire.send(
                    "POST",
                    "/internal/demo",
                    new JsonObject().put("token", token).encode(),
                    "Content-Type",
                    "application/json");
            if (reply.status() != 200) {
                throw new IOException("the demo answered " + reply.status());
            }
            var demo = new JsonObject(reply.body());
            return new State(
                    URI.create(demo.getString("endpointUrl")),
                    demo.getString("token"),
                    demo.getJsonArray("functions").stream()
                            .map(JsonObject.class::cast)
                            .map(function -> new Fresh(function.getString("name"), function.getString("runtime")))
                            .toList());
        }
    }
}
