package io.millirun.runtimemanager.events;

import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores new events with their places in the queue; the caller's transaction decides whether they are accepted. */
final class EventInserts {

    private static final String INSERT = """
            with given as (
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as given (tenant_id, id, function_id,
                    function_name, qualifier, url, trigger, origin_id, schedule_id, client_context, trace, payload,
                    accepted)
            ), known as (
                select given.tenant_id, id, function_name, qualifier, url, trigger, origin_id, schedule_id, client_context,
                    trace, payload, 'epoch'::timestamptz + accepted * interval '1 microsecond' as accepted_at,
                    coalesce(function_id, (select f.id from runtime_manager.function f
                        where f.tenant_id = given.tenant_id and f.name = given.function_name), id) as function_id
                from given where %s
            ), stored as (
                insert into runtime_manager.event (tenant_id, id, target, function_id, function_name, qualifier, url,
                    trigger, origin_id, schedule_id, client_context, trace, payload, accepted_at, aged_from, state)
                select tenant_id, id, case url when '' then 'FUNCTION' else 'WEBHOOK' end, function_id, function_name,
                    qualifier, url, trigger, origin_id, schedule_id, client_context, trace, payload, accepted_at,
                    accepted_at, 'PENDING'
                from known
            ), queued as (
                insert into runtime_manager.event_queue (tenant_id, event_id, function_id, accepted_at, due_at)
                select tenant_id, id, function_id, accepted_at, now() from known
            )
            select id from known
            """;
    private static final String IF_FUNCTION_EXISTS = INSERT.formatted("""
            exists (select from runtime_manager.function f where f.tenant_id = given.tenant_id and f.id = given.function_id)
            """);
    private static final String ANYHOW = INSERT.formatted("true");

    private EventInserts() {}

    /**
     * A row to be.
     *
     * @param function that it is addressed to, null to find it by name; for a message to a webhook, the one that the
     *     message is about
     * @param url of the webhook, empty for a function
     * @param origin the event whose end this one tells of, null for others
     */
    record Row(
            TenantId tenant,
            EventId id,
            @Nullable UUID function,
            String functionName,
            String qualifier,
            String url,
            Trigger trigger,
            @Nullable UUID origin,
            @Nullable UUID schedule,
            String clientContext,
            Trace trace,
            Buffer payload,
            Instant acceptedAt) {

        static Row of(NewEvent event, EventId id, @Nullable UUID schedule, Instant now) {
            return new Row(
                    event.tenant(),
                    id,
                    event.function().value(),
                    event.name().value(),
                    event.qualifier(),
                    "",
                    event.trigger(),
                    null,
                    schedule,
                    event.clientContext(),
                    event.trace(),
                    event.payload(),
                    now);
        }
    }

    /** Stores those whose function exists, and returns their ids. */
    static Set<UUID> insertExisting(Connection connection, List<Row> rows) throws SQLException {
        return insert(connection, IF_FUNCTION_EXISTS, rows);
    }

    /** Stores all. */
    static void insert(Connection connection, List<Row> rows) throws SQLException {
        insert(connection, ANYHOW, rows);
    }

    private static Set<UUID> insert(Connection connection, String sql, List<Row> rows) throws SQLException {
        var columns = new EventRows(
                "uuid", "uuid", "uuid", "text", "text", "text", "text", "uuid", "uuid", "text", "text", "bytea",
                "int8");
        for (Row row : rows) {
            columns.add(
                    row.tenant().value(),
                    row.id().value(),
                    row.function(),
                    row.functionName(),
                    row.qualifier(),
                    row.url(),
                    row.trigger().name(),
                    row.origin(),
                    row.schedule(),
                    row.clientContext(),
                    row.trace().kept(),
                    row.payload().getBytes(),
                    row.acceptedAt());
        }
        Set<UUID> stored = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            columns.bind(statement, 1);
            try (ResultSet ids = statement.executeQuery()) {
                while (ids.next()) {
                    stored.add(ids.getObject(1, UUID.class));
                }
            }
        }
        return stored;
    }
}
