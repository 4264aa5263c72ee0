package io.millirun.portal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells all processes of the installation that something changed, so that they forget what they remember of it:
 * PostgreSQL's {@code NOTIFY} and {@code LISTEN}, on one connection per process that is made anew when it breaks.
 */
public final class Changes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Changes.class);

    private static final Pattern CHANNEL = Pattern.compile("[a-z_]{1,60}");
    private static final int WAIT_MS = 1_000;
    private static final int ANSWER_LIMIT_MS = 5_000;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final JdbcClient jdbc;
    private final DataSource listening;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    Changes(JdbcClient jdbc, DataSource listening) {
        this.jdbc = jdbc;
        this.listening = listening;
        this.thread = Thread.ofVirtual().name("changes").start(this::listen);
    }

    /** What is called, on a thread of its own, when something changed somewhere; must not block for long. */
    public interface Listener {

        /** A message came. */
        void changed(String payload);

        /** Messages may have been lost: everything may have changed. */
        void missed();
    }

    /**
     * Tells everyone, this process included, once the transaction in progress commits (at once where there is none).
     *
     * @param payload at most 7,999 bytes, no secret
     */
    public void publish(String channel, String payload) {
        jdbc.sql("select pg_notify(:channel, :payload)")
                .param("channel", checked(channel))
                .param("payload", payload)
                .query((_, _) -> true)
                .single();
    }

    /** Calls {@code listener} for everything published on {@code channel} from about now on. */
    public void subscribe(String channel, Listener listener) {
        listeners
                .computeIfAbsent(checked(channel), _ -> new CopyOnWriteArrayList<>())
                .add(listener);
    }

    private static String checked(String channel) {
        if (!CHANNEL.matcher(channel).matches()) {
            throw new IllegalArgumentException("a channel is named by lower-case letters and underscores: " + channel);
        }
        return channel;
    }

    private void listen() {
        try {
            while (closed.getCount() > 0) {
                try (Connection connection = listening.getConnection()) {
                    follow(connection);
                } catch (SQLException lost) {
                    if (closed.getCount() > 0) {
                        log.warn("Lost the connection that announces changes: {}", lost.getMessage());
                    }
                }
                closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, ANSWER_LIMIT_MS);
        PGConnection postgres = connection.unwrap(PGConnection.class);
        Set<String> heard = new HashSet<>();
        while (closed.getCount() > 0) {
            try (Statement statement = connection.createStatement()) {
                // Also tells, once per round, that the server is still there.
                statement.execute("select 1");
                for (String channel : listeners.keySet()) {
                    if (heard.add(channel)) {
                        statement.execute("listen " + channel);
                        listeners.get(channel).forEach(Listener::missed);
                    }
                }
            }
            for (PGNotification notification : postgres.getNotifications(WAIT_MS)) {
                deliver(notification);
            }
        }
    }

    private void deliver(PGNotification notification) {
        for (Listener listener : listeners.getOrDefault(notification.getName(), List.of())) {
            try {
                listener.changed(notification.getParameter());
            } catch (RuntimeException failed) {
                log.error("A listener to {} failed", notification.getName(), failed);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(Duration.ofMillis(2L * WAIT_MS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
