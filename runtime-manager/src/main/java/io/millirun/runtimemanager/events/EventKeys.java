package io.millirun.runtimemanager.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** De-duplication keys: a unique constraint decides which event has one. */
final class EventKeys {

    /** An expired key is taken over. Keys of functions that do not exist are not kept. */
    private static final String TAKE = """
            insert into runtime_manager.event_key as held (tenant_id, function_id, key, event_id, expires_at)
            select g.* , now() + ? * interval '1 millisecond' from unnest(?, ?, ?, ?) as g (tenant_id, function_id, key, event_id)
            where exists (select from runtime_manager.function f where f.tenant_id = g.tenant_id and f.id = g.function_id)
            order by 1, 2, 3
            on conflict (tenant_id, function_id, key) do update
                set event_id = excluded.event_id, expires_at = excluded.expires_at where held.expires_at < now()
            """;

    private static final String HOLDERS = """
            select g.event_id, held.event_id from unnest(?, ?, ?, ?) as g (tenant_id, function_id, key, event_id)
            join runtime_manager.event_key held using (tenant_id, function_id, key)
            """;

    private EventKeys() {}

    /**
     * Takes the keys of {@code rows}, which are all different.
     *
     * @return for each of them the event that holds its key: itself, or an earlier one
     */
    static Map<UUID, UUID> take(Connection connection, List<EventIntake.Pending> rows, Duration life)
            throws SQLException {
        var columns = new EventRows("uuid", "uuid", "text", "uuid");
        for (EventIntake.Pending row : rows) {
            columns.add(
                    row.event().tenant().value(),
                    row.event().function().value(),
                    Objects.requireNonNull(row.event().key()),
                    row.id().value());
        }
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setLong(1, life.toMillis());
            columns.bind(take, 2);
            take.executeUpdate();
        }
        Map<UUID, UUID> holders = new HashMap<>();
        try (PreparedStatement find = connection.prepareStatement(HOLDERS)) {
            columns.bind(find, 1);
            try (ResultSet found = find.executeQuery()) {
                while (found.next()) {
                    holders.put(found.getObject(1, UUID.class), found.getObject(2, UUID.class));
                }
            }
        }
        return holders;
    }
}
