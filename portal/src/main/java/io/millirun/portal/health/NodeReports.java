package io.millirun.portal.health;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** Keeps what every process last reported of itself. */
@Repository
class NodeReports {

    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final JdbcClient worker;
    private final ObjectMapper json;
    private final Clock clock;

    NodeReports(@Qualifier("worker") JdbcClient worker, ObjectMapper json, Clock clock) {
        this.worker = worker;
        this.json = json;
        this.clock = clock;
    }

    /** What a process last said. */
    record Report(
            UUID process,
            String node,
            String roles,
            String version,
            Instant startedAt,
            Instant reportedAt,
            NodeFigures figures) {

        boolean hasRole(String role) {
            return List.of(roles.split(", ")).contains(role);
        }
    }

    void put(UUID process, String node, String roles, String version, Instant startedAt, NodeFigures figures) {
        Timestamp now = Timestamp.from(clock.instant());
        worker.sql("""
                        insert into portal.node_reports (process, node, roles, version, started_at, reported_at, figures)
                        values (?, ?, ?, ?, ?, ?, ?::jsonb)
                        on conflict (process) do update
                          set reported_at = excluded.reported_at, figures = excluded.figures""")
                .params(process, node, roles, version, Timestamp.from(startedAt), now, json.writeValueAsString(figures))
                .update();
        worker.sql("delete from portal.node_reports where reported_at < ?")
                .param(Timestamp.from(clock.instant().minus(FORGOTTEN)))
                .update();
    }

    /** Takes out a process that stops. */
    void remove(UUID process) {
        worker.sql("delete from portal.node_reports where process = ?")
                .param(process)
                .update();
    }

    List<Report> all() {
        return worker.sql("select * from portal.node_reports order by node, started_at")
                .query((row, _) -> new Report(
                        row.getObject("process", UUID.class),
                        row.getString("node"),
                        row.getString("roles"),
                        row.getString("version"),
                        row.getTimestamp("started_at").toInstant(),
                        row.getTimestamp("reported_at").toInstant(),
                        json.readValue(row.getString("figures"), NodeFigures.class)))
                .list();
    }
}
