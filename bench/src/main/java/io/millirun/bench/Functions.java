package io.millirun.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Functions of the demo organization, deployed and called through the Lambda API as any client would. */
final class Functions implements AutoCloseable {

    /** Tells the functions of the benchmarks from those of the demo. */
    private static final String PREFIX = "bench-";

    private static final String API = "/2015-03-31/functions";

    private final Platform.Access access;
    private final List<String> deployed = new ArrayList<>();
    private final Wire control;
    private int next;

    Functions(Platform.Access access) throws IOException {
        this.access = access;
        this.control = new Wire(access.gateway());
        removeLeftOver();
    }

    URI gateway() {
        return access.gateway();
    }

    /** Deploys {@code handler} under a new name and waits until it is active. */
    String deploy(Handler handler, int megabytes) throws IOException {
        String name = PREFIX + handler.name() + "-" + megabytes + "-" + next++;
        var body = new JsonObject()
                .put("FunctionName", name)
                .put("Runtime", handler.runtime())
                .put("Handler", handler.entry())
                .put("Role", "arn:aws:iam::000000000000:role/bench")
                .put("MemorySize", megabytes)
                .put("Timeout", 60)
                .put("Environment", new JsonObject().put("Variables", new JsonObject(handler.environment())))
                .put("Code", new JsonObject().put("ZipFile", handler.zip()));
        var reply = ask("POST", API, body.encode());
        if (reply.status() != 201) {
            throw new IOException("CreateFunction " + name + " answered " + reply.status() + ": " + reply.body());
        }
        deployed.add(name);
        while (!"Active".equals(new JsonObject(reply.body()).getString("State", "Active"))) {
            reply = ask("GET", API + "/" + name + "/configuration", "");
        }
        return name;
    }

    /** Calls of {@code function}, each of which must succeed. */
    Load.Request call(String function, String event) {
        String path = API + "/" + function + "/invocations";
        return wire -> {
            var reply = wire.send("POST", path, event, "Authorization", "Bearer " + access.bearer());
            if (reply.status() != 200 || reply.headers().containsKey("x-amz-function-error")) {
                throw new IOException(function + " answered " + reply.status() + ": " + reply.body());
            }
        };
    }

    /** Asynchronous calls of {@code function}, each of which must be accepted. */
    Load.Request accept(String function, String event) {
        String path = API + "/" + function + "/invocations";
        return wire -> {
            var reply = wire.send(
                    "POST",
                    path,
                    event,
                    "Authorization",
                    "Bearer " + access.bearer(),
                    "X-Amz-Invocation-Type",
                    "Event");
            if (reply.status() != 202) {
                throw new IOException(function + " answered " + reply.status() + ": " + reply.body());
            }
        };
    }

    /** One call of {@code function} on a connection of its own. */
    Wire.Reply invoke(String function, String event) throws IOException {
        try (var wire = new Wire(access.gateway())) {
            var reply = wire.send(
                    "POST", API + "/" + function + "/invocations", event, "Authorization", "Bearer " + access.bearer());
            if (reply.status() != 200 || reply.headers().containsKey("x-amz-function-error")) {
                throw new IOException(function + " answered " + reply.status() + ": " + reply.body());
            }
            return reply;
        }
    }

    void delete(String function) throws IOException {
        var reply = ask("DELETE", API + "/" + function, "");
        if (reply.status() != 204 && reply.status() != 200 && reply.status() != 404) {
            throw new IOException("DeleteFunction " + function + " answered " + reply.status() + ": " + reply.body());
        }
        deployed.remove(function);
    }

    /** Deletes what was deployed here. */
    void deleteAll() throws IOException {
        for (String function : List.copyOf(deployed)) {
            delete(function);
        }
    }

    private void removeLeftOver() throws IOException {
        String marker = "";
        do {
            var page = new JsonObject(
                    ask("GET", API + "/?MaxItems=50" + marker, "").body());
            for (var item : page.getJsonArray("Functions", new JsonArray())) {
                String name = ((JsonObject) item).getString("FunctionName");
                if (name.startsWith(PREFIX)) {
                    delete(name);
                }
            }
            marker = page.getString("NextMarker") == null ? "" : "&Marker=" + page.getString("NextMarker");
        } while (!marker.isEmpty());
    }

    private Wire.Reply ask(String method, String path, String body) throws IOException {
        return control.send(
                method, path, body, "Authorization", "Bearer " + access.bearer(), "Content-Type", "application/json");
    }

    @Override
    public void close() throws IOException {
        deleteAll();
        control.close();
    }
}
