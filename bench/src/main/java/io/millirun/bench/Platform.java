package io.millirun.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The running platform as it looks from outside: its addresses, its process, its metrics, its demo organization. */
final class Platform {

    private final Map<String, String> running = new HashMap<>();
    private final String demoToken;

    /** @param data data folder of the running platform */
    Platform(Path data) throws IOException {
        for (String line : Files.readAllLines(data.resolve("run/platform"))) {
            int equals = line.indexOf('=');
            running.put(line.substring(0, equals), line.substring(equals + 1));
        }
        demoToken = Files.readString(data.resolve("run/demo-token"));
    }

    /** A credential of the demo organization, and where its functions are. */
    record Access(URI gateway, String bearer) {}

    /** Makes or resets the demo organization. */
    Access demo() throws IOException {
        try (var wire = new Wire(management())) {
            var reply = wire.send(
                    "POST",
                    "/internal/demo",
                    new JsonObject().put("token", demoToken).encode(),
                    "Content-Type",
                    "application/json");
            if (reply.status() != 200) {
                throw new IOException("the demo answered " + reply.status() + ": " + reply.body());
            }
            var demo = new JsonObject(reply.body());
            return new Access(URI.create(demo.getString("endpointUrl")), demo.getString("token"));
        }
    }

    long pid() {
        return Long.parseLong(running.getOrDefault("pid", "0"));
    }

    private URI management() {
        return URI.create("http://127.0.0.1:" + running.get("management"));
    }

    /** CPU time of the platform's process, seconds. */
    double cpuSeconds() throws IOException {
        return ProcessFile.cpuSeconds(pid());
    }

    /** Resident memory of the platform's process, bytes. */
    long residentBytes() throws IOException {
        return ProcessFile.residentBytes(pid());
    }

    /** Sum of a metric's values whose line contains {@code having}; 0 if there is none. */
    double metric(String name, String having) throws IOException {
        try (var wire = new Wire(management())) {
            return wire.send("GET", "/metrics", "", "Accept", "text/plain")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name) && line.contains(having))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** Waits until {@code count} stems of {@code runtime} are ready, and what starting them cost the machine is over. */
    void awaitStems(String runtime, int count) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (metric("millirun_stems_ready", "runtime=\"" + runtime + "\"") < count) {
            if (System.nanoTime() > end) {
                throw new IOException("there are no " + count + " stems of " + runtime + " after a minute");
            }
            LockSupport.parkNanos(100_000_000);
        }
        LockSupport.parkNanos(300_000_000);
    }
}
