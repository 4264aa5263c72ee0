package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Listens for changes of functions on a connection of its own, and has the directory verified after each and every
 * second. Connects again when the connection breaks.
 */
final class FunctionWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FunctionWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final FunctionDirectory directory;
    private final FunctionListener engine;
    private final DataSource workers;
    private volatile @Nullable Thread thread;

    FunctionWatch(FunctionDirectory directory, FunctionListener engine, DataSource workers) {
        this.directory = directory;
        this.engine = engine;
        this.workers = workers;
    }

    @Override
    public void start() {
        Thread watching = Thread.ofVirtual().name("function-watch").unstarted(this::watch);
        thread = watching; // It goes on for as long as it finds itself here.
        watching.start();
    }

    private void watch() {
        while (thread == Thread.currentThread()) {
            try (Connection connection = workers.getConnection()) {
                listen(connection);
            } catch (SQLException | DataAccessException away) {
                log.warn("Changes of functions cannot be heard now, trying again: {}", away.getMessage());
                pause();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement listen = connection.createStatement()) {
            listen.execute("listen " + FunctionStore.CHANNEL);
            try {
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (thread == Thread.currentThread()) {
                    // First, because something may have changed while nobody listened.
                    directory.verify(engine);
                    PGNotification[] changes = postgres.getNotifications((int) INTERVAL.toMillis());
                    if (changes != null && changes.length > 0) {
                        directory.forgetStrangers();
                        changed(changes).forEach(change -> directory.announce(change, engine));
                    }
                }
            } finally {
                if (!connection.isClosed()) {
                    listen.execute("unlisten *");
                }
            }
        }
    }

    private static Set<FunctionChanged> changed(PGNotification[] changes) {
        return Arrays.stream(changes)
                .map(change -> change.getParameter().split(" ", 2))
                .map(ids -> new FunctionChanged(TenantId.parse(ids[0]), FunctionId.parse(ids[1])))
                .collect(Collectors.toSet());
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            try {
                running.join(INTERVAL.multipliedBy(3));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
