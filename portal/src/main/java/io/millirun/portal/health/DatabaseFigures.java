package io.millirun.portal.health;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How the database is. */
@Repository
class DatabaseFigures {

    private final JdbcClient worker;

    DatabaseFigures(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /**
     * Figures of the database.
     *
     * @param answer how long it took to answer a trivial question
     */
    record Figures(String version, long bytes, long connections, long mostConnections, Duration answer) {}

    Figures read() {
        long asked = System.nanoTime();
        worker.sql("select 1").query(Integer.class).single();
        Duration answer = Duration.ofNanos(System.nanoTime() - asked);
        return worker.sql("""
                        select current_setting('server_version') as version,
                          pg_database_size(current_database()) as bytes,
                          (select count(*) from pg_stat_activity where datname = current_database()) as connections,
                          current_setting('max_connections')::bigint as most""")
                .query((row, _) -> new Figures(
                        row.getString("version").replaceFirst(" .*", ""),
                        row.getLong("bytes"),
                        row.getLong("connections"),
                        row.getLong("most"),
                        answer))
                .single();
    }
}
