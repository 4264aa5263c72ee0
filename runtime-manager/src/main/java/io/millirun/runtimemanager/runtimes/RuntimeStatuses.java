package io.millirun.runtimemanager.runtimes;

import io.millirun.runtimemanager.runtimes.ImageState.Available;
import io.millirun.runtimemanager.runtimes.ImageState.Building;
import io.millirun.runtimemanager.runtimes.ImageState.Unavailable;
import io.millirun.runtimemanager.runtimes.ImageState.Waiting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The state of all nodes' runtimes, for pages in whatever process. */
public final class RuntimeStatuses {

    private final JdbcClient jdbc;

    RuntimeStatuses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What every node last reported of every runtime, by runtime and node. */
    public List<RuntimeStatus> all() {
        return jdbc.sql("select * from runtime_manager.runtime_status order by runtime, node")
                .query(RuntimeStatuses::status)
                .list();
    }

    private static RuntimeStatus status(ResultSet row, int number) throws SQLException {
        String detail = row.getString("detail");
        Instant since = instant(row, "since");
        ImageState state = switch (row.getString("state")) {
            case "WAITING" -> new Waiting(since);
            case "BUILDING" -> new Building(detail, since);
            case "AVAILABLE" -> new Available(detail, since);
            default -> new Unavailable(detail, row.getString("remedy"), since);
        };
        return new RuntimeStatus(
                row.getString("node"),
                row.getString("runtime"),
                row.getString("language"),
                state,
                instant(row, "reported_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
