package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.events.EventState.Running;
import io.millirun.runtimemanager.events.EventState.Waiting;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Claims due events for one worker: as many from each organization that has some, beginning behind the one that was served
 * last, and none that another worker is claiming.
 */
final class EventClaims {

    /** Payloads up to this size come with the claim; larger ones are read when they are needed. */
    private static final int INLINE_BYTES = 32 * 1024;

    private static final UUID FIRST = new UUID(0, 0);

    private static final String ORGANIZATIONS = """
            with recursive organization as (
                (select tenant_id from runtime_manager.event_queue order by tenant_id limit 1)
                union all
                select (select q.tenant_id from runtime_manager.event_queue q
                        where q.tenant_id > organization.tenant_id order by q.tenant_id limit 1)
                from organization where organization.tenant_id is not null
            )
            select tenant_id from organization
            where tenant_id is not null and exists (select from runtime_manager.event_queue q
                where q.tenant_id = organization.tenant_id and q.due_at <= now())
            order by tenant_id <= ?, tenant_id
            """;
    private static final String CLAIM = """
            select q.*, e.function_name, e.qualifier, e.url, e.trigger, e.client_context, e.trace, e.aged_from,
                case when octet_length(e.payload) <= ? then e.payload end as payload,
                p.retries, p.retry_delays_ms, p.maximum_age_ms, p.on_success, p.on_failure, p.webhook_secret
            from unnest(?) as organization (id)
            cross join lateral (
                select * from runtime_manager.event_queue due
                where due.tenant_id = organization.id and due.due_at <= now() and due.function_id <> all (?)
                order by due.due_at limit ? for update skip locked
            ) q
            join runtime_manager.event e on e.tenant_id = q.tenant_id and e.id = q.event_id
            left join runtime_manager.event_policy p
                on p.tenant_id = q.tenant_id and p.function_id = q.function_id and p.qualifier = e.qualifier
            """;
    private static final String KEEP = """
            update runtime_manager.event_queue q
            set due_at = now() + ? * interval '1 millisecond', worker = ?, invocation_id = g.invocation_id,
                started_at = 'epoch'::timestamptz + g.started * interval '1 microsecond', attempts = g.attempts
            from unnest(?, ?, ?, ?, ?) as g (tenant_id, event_id, invocation_id, started, attempts)
            where q.tenant_id = g.tenant_id and q.event_id = g.event_id
            """;
    private static final String RENEW = """
            update runtime_manager.event_queue q set due_at = now() + ? * interval '1 millisecond'
            from (select held.tenant_id, held.event_id from runtime_manager.event_queue held
                join unnest(?, ?) as g (tenant_id, event_id) using (tenant_id, event_id)
                where held.worker = ? for update of held skip locked) mine
            where q.tenant_id = mine.tenant_id and q.event_id = mine.event_id
            """;
    private static final String RELEASE = """
            update runtime_manager.event_queue q
            set due_at = now(), worker = null, invocation_id = null, started_at = null, attempts = q.attempts - 1
            from unnest(?, ?) as g (tenant_id, event_id)
            where q.tenant_id = g.tenant_id and q.event_id = g.event_id and q.worker = ?
            """;

    private final Transactions transactions;
    private final EventSteps steps;
    private final UUID worker;
    private final Duration lease;
    private final Clock clock;
    private UUID servedLast = FIRST;

    EventClaims(Transactions transactions, EventSteps steps, UUID worker, Duration lease, Clock clock) {
        this.transactions = transactions;
        this.steps = steps;
        this.worker = worker;
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * Claims up to {@code most} due events.
     *
     * @param busy functions that this worker has no room for now
     */
    List<QueuedEvent> claim(int most, Set<UUID> busy) throws SQLException {
        return transactions.run(connection -> {
            List<UUID> organizations = organizations(connection);
            if (organizations.isEmpty()) {
                return List.of();
            }
            List<UUID> served = organizations.subList(0, Math.min(most, organizations.size()));
            servedLast = served.getLast();
            return claim(connection, served, Math.ceilDiv(most, served.size()), busy);
        });
    }

    private List<UUID> organizations(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ORGANIZATIONS)) {
            statement.setObject(1, servedLast);
            try (ResultSet rows = statement.executeQuery()) {
                List<UUID> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
                return found;
            }
        }
    }

    private List<QueuedEvent> claim(Connection connection, List<UUID> organizations, int share, Set<UUID> busy)
            throws SQLException {
        List<QueuedEvent> claimed = new ArrayList<>();
        List<EventSteps.Taken> steps = new ArrayList<>();
        var kept = new EventRows("uuid", "uuid", "uuid", "int8", "int4");
        Instant now = clock.instant();
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setInt(1, INLINE_BYTES);
            statement.setArray(2, connection.createArrayOf("uuid", organizations.toArray(UUID[]::new)));
            statement.setArray(3, connection.createArrayOf("uuid", busy.toArray(UUID[]::new)));
            statement.setInt(4, share);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    EventSteps.Taken taken = take(rows, now);
                    steps.add(taken);
                    if (taken.state() instanceof Running(var _, var _, var claim)) {
                        claimed.add(taken.event());
                        kept.add(
                                taken.event().tenant().value(),
                                taken.event().id().value(),
                                claim.invocation().value(),
                                claim.startedAt(),
                                claim.number());
                    }
                }
            }
        }
        this.steps.carryOut(connection, steps);
        if (!kept.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
                statement.setLong(1, lease.toMillis());
                statement.setObject(2, worker);
                kept.bind(statement, 3);
                statement.executeUpdate();
            }
        }
        return claimed;
    }

    /** What becomes of a due row: one whose lease ran out first loses its claim. */
    private EventSteps.Taken take(ResultSet row, Instant now) throws SQLException {
        var claim = new Claim(worker, InvocationId.at(now), row.getInt("attempts") + 1, now);
        QueuedEvent event = event(row, claim);
        Duration age = Duration.between(event.agedFrom(), now);
        EventState state = state(row);
        List<EventLife.Command> commands = new ArrayList<>();
        Claim about = claim;
        if (state instanceof Running(var _, var _, var before)) {
            about = before;
            EventLife.Step lost = EventLife.apply(state, new Happening.LeaseRanOut(), event.policy(), age);
            state = lost.state();
            lost.commands().stream()
                    .filter(EventLife.Command.Keep.class::isInstance)
                    .forEach(commands::add);
        }
        EventLife.Step step = EventLife.apply(state, new Happening.Claimed(claim), event.policy(), age);
        commands.addAll(step.commands());
        return new EventSteps.Taken(event, about, row.getInt("attempts"), step.state(), commands);
    }

    /** The claim that a row carries; only for rows that have one. */
    private static Claim earlier(ResultSet row) throws SQLException {
        return new Claim(
                row.getObject("worker", UUID.class),
                new InvocationId(row.getObject("invocation_id", UUID.class)),
                row.getInt("attempts"),
                row.getObject("started_at", OffsetDateTime.class).toInstant());
    }

    /** The state of a row of the queue. */
    static EventState state(ResultSet row) throws SQLException {
        int failures = row.getInt("failures");
        int refusals = row.getInt("refusals");
        return row.getObject("worker", UUID.class) == null
                ? new Waiting(failures, refusals)
                : new Running(failures, refusals, earlier(row));
    }

    private static QueuedEvent event(ResultSet row, Claim claim) throws SQLException {
        String url = row.getString("url");
        boolean chosen = row.getArray("retry_delays_ms") != null;
        return new QueuedEvent(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new EventId(row.getObject("event_id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("qualifier"),
                url,
                Trigger.valueOf(row.getString("trigger")),
                row.getString("client_context"),
                Trace.parse(row.getString("trace")),
                buffer(row.getBytes("payload")),
                row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                row.getObject("aged_from", OffsetDateTime.class).toInstant(),
                !url.isEmpty() ? EventPolicy.WEBHOOK : chosen ? EventPolicies.policy(row) : EventPolicy.DEFAULT,
                buffer(row.getBytes("webhook_secret")),
                claim);
    }

    /** Holds on to {@code events} for another lease. */
    void renew(Collection<QueuedEvent> events) throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
                statement.setLong(1, lease.toMillis());
                int next = ids(events).bind(statement, 2);
                statement.setObject(next, worker);
                return statement.executeUpdate();
            }
        });
    }

    /** Gives back {@code events} whose attempts have not begun, as if they had never been claimed. */
    void release(Collection<QueuedEvent> events) throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
                int next = ids(events).bind(statement, 1);
                statement.setObject(next, worker);
                return statement.executeUpdate();
            }
        });
    }

    /** The payload of an event that did not come with the claim. */
    Buffer payload(QueuedEvent event) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select payload from runtime_manager.event where tenant_id = ? and id = ?")) {
                statement.setObject(1, event.tenant().value());
                statement.setObject(2, event.id().value());
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new SQLException("event " + event.id() + " is gone");
                    }
                    return Buffer.buffer(row.getBytes(1));
                }
            }
        });
    }

    private static @Nullable Buffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : Buffer.buffer(bytes);
    }

    private static EventRows ids(Collection<QueuedEvent> events) {
        var rows = new EventRows("uuid", "uuid");
        events.forEach(event -> rows.add(event.tenant().value(), event.id().value()));
        return rows;
    }
}
