package io.millirun.runtimemanager.events;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.buffer.Buffer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A worker in a process of its own, to be killed. Each attempt notes the event in a file before it succeeds, a few
 * milliseconds later; one in twenty fails instead.
 *
 * <p>Arguments: JDBC URL, user, password, file.
 */
public final class WorkerProcess {

    private WorkerProcess() {}

    public static void main(String[] arguments) throws Exception {
        var config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(4);
        var transactions = new Transactions(new HikariDataSource(config), Duration.ofSeconds(10));
        ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
        FileOutputStream notes = new FileOutputStream(Path.of(arguments[3]).toFile(), true);
        Random random = new Random();
        EventTarget functions = (event, ended) -> {
            boolean succeeds = random.nextInt(20) > 0;
            note(
                    notes,
                    event.tenant() + (succeeds ? " S " : " F ") + event.id() + " "
                            + event.claim().invocation() + "\n");
            AttemptEnd end = succeeds
                    ? new AttemptEnd.Succeeded("$LATEST", 1, Buffer.buffer("null"))
                    : new AttemptEnd.Failed("$LATEST", 1, "Error", "by chance", Buffer.buffer("{}"));
            var _ = later.schedule(() -> ended.accept(end), 5 + random.nextInt(20), TimeUnit.MILLISECONDS);
        };
        WorkerStage.started(transactions, EventStages.properties(Duration.ofSeconds(2)), functions, functions);
        Thread.currentThread().join();
    }

    /** What is written is the operating system's, and outlives this process. */
    private static synchronized void note(FileOutputStream notes, String line) {
        try {
            notes.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
