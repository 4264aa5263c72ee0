package io.millirun.portal.journey;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The product as {@code docker-compose.yml} runs it, of the image that is made of this build's jar. */
final class Composition implements Installation {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path JAR = Path.of("target", "millirun-exec.jar").toAbsolutePath();
    private static final Duration START = Duration.ofMinutes(6);

    private final Path folder = Files.createTempDirectory("millirun-composition");
    private final String project = folder.getFileName().toString();
    private final int portalPort = freePort();
    private final int gatewayPort = freePort();
    private final int databasePort = freePort();
    private final Map<String, String> environment;

    private Composition(Map<String, String> settings) throws IOException {
        environment = new HashMap<>(settings);
        environment.put("MILLIRUN_VERSION", "under-test");
        environment.put("MILLIRUN_COMPOSE_FOLDER", folder.resolve("secrets").toString());
        environment.put("MILLIRUN_PORTAL_PORT", Integer.toString(portalPort));
        environment.put("MILLIRUN_GATEWAY_PORT", Integer.toString(gatewayPort));
        environment.put("MILLIRUN_POSTGRES_PORT", Integer.toString(databasePort));
        environment.put("MILLIRUN_MANAGEMENT_PORT", Integer.toString(freePort()));
        environment.put("MILLIRUN_RUNTIMEMANAGER_NODE", replica());
    }

    /** Makes the image, starts the composition with its secrets new, and waits until it takes calls. */
    static Composition start(Map<String, String> settings) throws IOException {
        var composition = new Composition(settings);
        try {
            composition.millirun("images", "product", JAR.toString());
            composition.compose("up", "--detach", "--wait", "--quiet-pull");
            Awaitility.await()
                    .atMost(START)
                    .until(() -> Http.answers(composition.gateway().resolve("/readyz"))
                            && Http.answers(composition.portal().resolve("/healthz")));
            return composition;
        } catch (IOException | RuntimeException failed) {
            System.err.println(composition.log());
            composition.close();
            throw failed;
        }
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
            String password = Files.readString(folder.resolve("secrets/database-password"))
                    .strip();
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + databasePort + "/millirun", "millirun", password);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String replica() {
        return project;
    }

    @Override
    public String log() {
        try {
            return compose("logs", "--no-color");
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    /** Takes everything down, volumes and secrets included. */
    @Override
    public void close() {
        try {
            compose("down", "--volumes", "--timeout", "40");
            for (String file : List.of("secrets/master-secret", "secrets/database-password", "secrets", "output", "")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String compose(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("compose", "--project-name", project));
        command.addAll(List.of(arguments));
        return millirun(command.toArray(String[]::new));
    }

    /** Runs the launcher and returns what it printed. */
    private String millirun(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("millirun").toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(command + " did not end in time:\n" + Files.readString(output));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " failed:\n" + Files.readString(output));
        }
        return Files.readString(output);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
