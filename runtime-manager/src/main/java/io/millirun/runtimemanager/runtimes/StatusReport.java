package io.millirun.runtimemanager.runtimes;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes this node's image states into the database every few seconds, and takes them out when the node stops. */
final class StatusReport implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StatusReport.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final String node;
    private final RuntimeCatalogue catalogue;
    private final RuntimeImages images;
    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile @Nullable Thread thread;

    StatusReport(String node, RuntimeCatalogue catalogue, RuntimeImages images, JdbcClient jdbc, Clock clock) {
        this.node = node;
        this.catalogue = catalogue;
        this.images = images;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("runtime-status").start(this::keepReporting);
    }

    private void keepReporting() {
        try {
            while (true) {
                try {
                    report();
                } catch (DataAccessException away) {
                    log.debug("Runtime states not reported", away);
                }
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void report() {
        Instant now = clock.instant();
        Map<String, ImageState> states = images.states();
        for (FunctionRuntime runtime : catalogue.all()) {
            ImageState state = states.get(runtime.name());
            if (state != null) {
                write(runtime, state, now);
            }
        }
        // Runtimes whose folder has gone since, and nodes that have not come back for a day.
        jdbc.sql("""
                delete from runtime_manager.runtime_status
                where node = :node and reported_at < :now or reported_at < :yesterday
                """)
                .param("node", node)
                .param("now", Timestamp.from(now))
                .param("yesterday", Timestamp.from(now.minus(Duration.ofDays(1))))
                .update();
    }

    private void write(FunctionRuntime runtime, ImageState state, Instant now) {
        Columns columns = Columns.of(state);
        jdbc.sql("""
                insert into runtime_manager.runtime_status
                    (node, runtime, language, state, detail, remedy, since, reported_at)
                values (:node, :runtime, :language, :state, :detail, :remedy, :since, :now)
                on conflict (node, runtime) do update set language = excluded.language, state = excluded.state,
                    detail = excluded.detail, remedy = excluded.remedy, since = excluded.since,
                    reported_at = excluded.reported_at
                """)
                .param("node", node)
                .param("runtime", runtime.name())
                .param("language", runtime.language())
                .param("state", columns.state())
                .param("detail", columns.detail())
                .param("remedy", columns.remedy())
                .param("since", Timestamp.from(state.since()))
                .param("now", Timestamp.from(now))
                .update();
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(INTERVAL);
                jdbc.sql("delete from runtime_manager.runtime_status where node = ?")
                        .param(node)
                        .update();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (DataAccessException away) {
                log.debug("Runtime states not taken out", away);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** A state as columns. */
    private record Columns(String state, String detail, String remedy) {

        static Columns of(ImageState state) {
            return switch (state) {
                case ImageState.Waiting _ -> new Columns("WAITING", "", "");
                case ImageState.Building(String step, var _) -> new Columns("BUILDING", step, "");
                case ImageState.Available(String image, var _) -> new Columns("AVAILABLE", image, "");
                case ImageState.Unavailable(String reason, String remedy, var _) ->
                    new Columns("UNAVAILABLE", reason, remedy);
            };
        }
    }
}
