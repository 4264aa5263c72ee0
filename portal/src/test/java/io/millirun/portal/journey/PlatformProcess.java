package io.millirun.portal.journey;

import io.millirun.portal.secret.MasterSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The product's jar as a process of its own, with a new data folder and free ports. */
public final class PlatformProcess implements Installation {

    private static final Path JAR = Path.of("target", "millirun-exec.jar");
    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final int portalPort;
    private final int gatewayPort;
    private final int managementPort;
    private final Process process;

    private PlatformProcess(Map<String, String> environment) throws IOException {
        folder = Files.createTempDirectory("millirun-journey");
        portalPort = freePort();
        gatewayPort = freePort();
        managementPort = freePort();
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                JAR.toAbsolutePath().toString());
        Map<String, String> variables = builder.environment();
        variables.put("MILLIRUN_DATA", data().toString());
        variables.put("MILLIRUN_PORTAL_PORT", Integer.toString(portalPort));
        variables.put("MILLIRUN_GATEWAY_PORT", Integer.toString(gatewayPort));
        variables.put("MILLIRUN_MANAGEMENT_PORT", Integer.toString(managementPort));
        variables.put("MILLIRUN_RUNTIMEMANAGER_NODE", replica());
        variables.put(
                "MILLIRUN_RUNTIMEMANAGER_RUNTIMESDIRECTORY",
                Path.of("..", "runtimes").toRealPath().toString());
        variables.putAll(environment);
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Starts it and waits until it takes calls. */
    public static PlatformProcess start(Map<String, String> environment) throws IOException {
        var platform = new PlatformProcess(environment);
        try {
            Awaitility.await()
                    .atMost(START)
                    .failFast("the platform has ended", () -> !platform.process.isAlive())
                    .until(() -> Http.answers(platform.gateway().resolve("/readyz"))
                            && Http.answers(platform.portal().resolve("/healthz")));
            return platform;
        } catch (RuntimeException failed) {
            System.err.println(platform.log());
            platform.close();
            throw failed;
        }
    }

    /** The port of its health, figures and demo. */
    public URI management() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    /** The folder of its data. */
    public Path data() {
        return folder.resolve("data");
    }

    @Override
    public URI portal() {
        return URI.create("http://localhost:" + portalPort);
    }

    @Override
    public URI gateway() {
        return URI.create("http://localhost:" + gatewayPort);
    }

    @Override
    public Connection database() throws SQLException {
        try {
            String port = Files.readString(data().resolve("postgres.port")).strip();
            String password = MasterSecret.readFrom(data().resolve("secret")).password("database owner");
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "millirun", password);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String replica() {
        return folder.getFileName().toString();
    }

    @Override
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    /** Asks it to stop as Ctrl-C does, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the platform did not stop:\n" + log());
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Instances that belong to a function: whatever is neither a stem nor becoming one. */
    double instancesOfFunctions() throws IOException {
        return Http.get(management().resolve("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith("millirun_instances{"))
                .filter(line -> !line.contains("state=\"stem\"") && !line.contains("state=\"starting\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
