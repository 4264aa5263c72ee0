package io.millirun.portal.database;

import io.millirun.portal.secret.MasterSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server with its data in the data folder, reachable from this machine alone and by password. It runs apart
 * from this process (a Ctrl-C in the terminal does not reach it), is stopped with it, and is taken over if an earlier
 * process died and left it running. Should it end by itself, it is started again.
 */
final class EmbeddedPostgres implements DatabaseServer {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final String OWNER = "millirun";
    private static final String DATABASE = "postgres";
    private static final int FIRST_PORT = 15_432;
    private static final int MOST_ATTEMPTS = 5;

    private final Path data;
    private final PostgresPrograms programs;
    private final String password;
    private final FileChannel lockFile;
    private final @Nullable FileLock lock;
    private final int port;
    private final @Nullable PostgresWatch watch;

    private EmbeddedPostgres(Path home, MasterSecret secret) throws IOException, InterruptedException {
        this.data = home.resolve("postgres");
        this.password = secret.password("database owner");
        this.programs = new PostgresPrograms(PostgresBinaries.in(home), data);
        this.lockFile =
                FileChannel.open(home.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Whoever holds the lock stops the server; another process with the same data folder merely uses it.
        this.lock = lockFile.tryLock();
        if (Files.notExists(data.resolve("PG_VERSION"))) {
            initialize(home);
        }
        programs.clearStaleProcessFile();
        if (!programs.isRunning()) {
            start(home.resolve("postgres.port"));
        } else if (lock != null) {
            log.info("Taking over the PostgreSQL server that an earlier process left running");
        }
        this.port = programs.port();
        this.watch = lock == null ? null : new PostgresWatch(programs, port);
    }

    /** A server whose programs, data and port are kept in {@code home}, started if it is not running. */
    static EmbeddedPostgres in(Path home, MasterSecret secret) {
        try {
            return new EmbeddedPostgres(home.toAbsolutePath().normalize(), secret);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start the embedded PostgreSQL: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the embedded PostgreSQL started", interrupted);
        }
    }

    private void initialize(Path home) throws IOException, InterruptedException {
        log.info("Creating the database in {}", data);
        Path passwordFile = Files.createTempFile(
                home,
                "owner",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, password);
            programs.initialize(OWNER, passwordFile);
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** Tries again with another port if somebody took the chosen one before the server could. */
    private void start(Path portMemory) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int chosen = choosePort(portMemory);
            try {
                programs.start(chosen);
                return;
            } catch (IOException failed) {
                if (attempt == MOST_ATTEMPTS || isFree(chosen)) {
                    throw failed;
                }
            }
        }
    }

    /** The port of last time if it is still free, else the next free one, which is remembered. */
    private static int choosePort(Path memory) throws IOException {
        int port =
                Files.exists(memory) ? Integer.parseInt(Files.readString(memory).strip()) : FIRST_PORT;
        while (!isFree(port)) {
            port++;
        }
        Files.writeString(memory, port + "\n");
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public DatabaseAddress address() {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, OWNER, password);
    }

    @Override
    public String description() {
        return "embedded PostgreSQL on 127.0.0.1:" + port + ", data in " + data;
    }

    @Override
    public void close() {
        try (lockFile) {
            if (watch != null && lock != null) {
                watch.stop();
                programs.stop();
                lock.release();
            }
        } catch (IOException failed) {
            log.warn("The embedded PostgreSQL did not stop cleanly", failed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
