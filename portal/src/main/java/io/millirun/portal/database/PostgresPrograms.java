package io.millirun.portal.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code initdb} and {@code pg_ctl} on one data folder. PostgreSQL refuses to run as root; there the programs are
 * started in a user namespace without privileges ({@code unshare --user}), which leaves the folder with its owner.
 */
final class PostgresPrograms {

    private static final int LIMIT_SECONDS = 60;

    private final Path programs;
    private final Path data;

    PostgresPrograms(Path programs, Path data) {
        this.programs = programs;
        this.data = data;
    }

    /** Makes an empty data folder: UTF-8, one collation on every machine, passwords demanded from everyone. */
    void initialize(String owner, Path passwordFile) throws IOException, InterruptedException {
        run(
                "initdb",
                "--pgdata=" + data,
                "--username=" + owner,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    /** Starts the server on a loopback port and returns when it takes connections. */
    void start(int port) throws IOException, InterruptedException {
        run(
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=" + LIMIT_SECONDS,
                "--pgdata=" + data,
                "--log=" + log(),
                "--options=-c port=" + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
                        + " -c max_connections=120 -c timezone=UTC -c log_timezone=UTC -c log_min_messages=error");
    }

    /** Ends all connections and stops the server; does nothing if it is not running. */
    void stop() throws IOException, InterruptedException {
        if (isRunning()) {
            run("pg_ctl", "stop", "--wait", "--mode=fast", "--timeout=" + LIMIT_SECONDS, "--pgdata=" + data);
        }
    }

    /** Whether a server runs on the data folder. */
    boolean isRunning() throws IOException, InterruptedException {
        return execute("pg_ctl", "status", "--pgdata=" + data).exitCode() == 0;
    }

    /** The port that the running server noted in its process file (the fourth line). */
    int port() throws IOException {
        return Integer.parseInt(Files.readAllLines(processFile()).get(3).strip());
    }

    /**
     * Removes a process file whose server is gone while its number went to another process, which happens after a power
     * cut and which PostgreSQL by itself takes for a running server.
     */
    void clearStaleProcessFile() throws IOException {
        if (Files.exists(processFile()) && !hasServer()) {
            Files.deleteIfExists(processFile());
        }
    }

    /** The same as {@link #isRunning} by a look at the process file, which is cheap. */
    boolean hasServer() throws IOException {
        try {
            String pid = Files.readAllLines(processFile()).getFirst().strip();
            return Files.isSameFile(Path.of("/proc", pid, "cwd"), data);
        } catch (NoSuchFileException | NoSuchElementException _) {
            return false;
        }
    }

    private Path processFile() {
        return data.resolve("postmaster.pid");
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        Result result = execute(program, arguments);
        if (result.exitCode() != 0) {
            throw new IOException(program + " failed: " + result.output().strip() + lastLogLines()
                    + ". Where user namespaces are forbidden, start Millirun as a user other than root, or set"
                    + " MILLIRUN_DB_URL");
        }
    }

    /** What the server itself said last, if it said anything. */
    private String lastLogLines() throws IOException {
        Path log = log();
        if (Files.notExists(log)) {
            return "";
        }
        List<String> lines = Files.readAllLines(log);
        return "; " + log + ": " + String.join(" ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    private Path log() {
        return data.resolveSibling("postgres.log");
    }

    private Result execute(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("millirun-" + program, ".out");
        try {
            // Into a file: the server inherits the output, and a pipe would stay open as long as it runs.
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2L * LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + 2 * LIMIT_SECONDS + " seconds");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    private record Result(int exitCode, String output) {}
}
