package io.millirun.runtimemanager.logs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes what waits in the queue to the database, some thousand parts at a time, on a thread of its own. While the
 * database is away the queue fills, and output is dropped before anything else is.
 */
final class LogWriter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);
    private static final long BATCH_BYTES = 4L << 20;
    private static final long LOOK_MILLIS = 200;
    private static final Duration LAST_WRITE = Duration.ofSeconds(5);

    private final LogQueue queue;
    private final DataSource workers;
    private final Duration gather;
    private final Set<LocalDate> known = new HashSet<>();
    private volatile @Nullable Thread thread;

    /** @param gather how long it waits for more before it writes */
    LogWriter(LogQueue queue, DataSource workers, Duration gather) {
        this.queue = queue;
        this.workers = workers;
        this.gather = gather;
    }

    @Override
    public void start() {
        Thread writing = Thread.ofPlatform().daemon().name("log-writer").unstarted(this::write);
        thread = writing;
        writing.start();
    }

    private void write() {
        List<LogPart> batch = List.of();
        try {
            while (thread == Thread.currentThread() || queue.weight() > 0) {
                batch = queue.take(BATCH_BYTES, LOOK_MILLIS);
                for (long pause = LOOK_MILLIS; !batch.isEmpty(); pause = Math.min(2 * pause, 5_000)) {
                    if (written(batch)) {
                        batch = List.of();
                        if (thread != null) {
                            Thread.sleep(gather);
                        }
                    } else {
                        Thread.sleep(pause);
                    }
                }
            }
        } catch (InterruptedException _) {
            if (!batch.isEmpty()) {
                log.warn("Logs of {} calls were not written: the database is away", batch.size());
            }
            Thread.currentThread().interrupt();
        }
    }

    /** Whether {@code batch} is in the database. */
    private boolean written(List<LogPart> batch) {
        try (Connection connection = workers.getConnection()) {
            connection.setAutoCommit(true);
            for (LogPart part : batch) {
                partition(LogCopy.day(part), connection);
            }
            copy(batch, connection);
            return true;
        } catch (SQLException away) {
            known.clear();
            log.warn("Logs cannot be written now, trying again: {}", away.getMessage());
            return false;
        }
    }

    /**
     * A part that the database does not take must not hold back those behind it: when a batch is refused, each of its parts
     * is written by itself.
     */
    private static void copy(List<LogPart> batch, Connection connection) throws SQLException {
        try {
            LogCopy.write(batch, connection);
        } catch (SQLException refused) {
            if (connection.isClosed()
                    || refused.getSQLState() == null
                    || refused.getSQLState().startsWith("08")) {
                throw refused;
            }
            for (LogPart part : batch) {
                try {
                    LogCopy.write(List.of(part), connection);
                } catch (SQLException single) {
                    if (connection.isClosed()) {
                        throw single;
                    }
                    log.warn("Log of {} not kept: {}", part.id(), single.getMessage());
                }
            }
        }
    }

    private void partition(LocalDate day, Connection connection) throws SQLException {
        if (!known.contains(day)) {
            try (PreparedStatement create =
                    connection.prepareStatement("select runtime_manager.create_log_partitions(?)")) {
                create.setObject(1, day);
                create.execute();
            }
            known.add(day);
        }
    }

    @Override
    public void stop() {
        Thread writing = thread;
        thread = null;
        if (writing != null) {
            try {
                if (!writing.join(LAST_WRITE)) {
                    writing.interrupt();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Starts before what fills the queue, and stops after it. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 2048;
    }
}
