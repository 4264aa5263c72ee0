package io.millirun.runtimemanager.events;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions of the worker role on plain connections, each with a limit on how long the database may be silent. */
public final class Transactions {

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    private final DataSource workers;
    private final Duration timeout;

    Transactions(DataSource workers, Duration timeout) {
        this.workers = workers;
        this.timeout = timeout;
    }

    /** What a transaction does. */
    public interface Work<T> {
        /** Does it on {@code connection}. */
        T in(Connection connection) throws SQLException;
    }

    /** Does {@code work} and commits; rolls back if it throws. */
    <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = workers.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
            connection.setAutoCommit(false);
            try {
                T done = work.in(connection);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            } finally {
                reset(connection);
            }
        }
    }

    private static void rollBack(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    private static void reset(Connection connection) {
        try {
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException broken) {
            log.debug("A connection is broken: {}", broken.getMessage());
        }
    }
}
