package io.millirun.runtimemanager.events;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.events.EventState.Cancelled;
import io.millirun.runtimemanager.events.EventState.Dead;
import io.millirun.runtimemanager.events.EventState.Running;
import io.millirun.runtimemanager.events.EventState.Succeeded;
import io.millirun.runtimemanager.events.EventState.Waiting;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes steps of many events at once: their new states, their attempts, and the events that tell of their ends. */
final class EventSteps {

    private static final int LONGEST_MESSAGE = 1_024;

    private static final String LOCK = """
            select q.* from runtime_manager.event_queue q join unnest(?, ?) as g (tenant_id, event_id)
                on q.tenant_id = g.tenant_id and q.event_id = g.event_id
            order by q.tenant_id, q.event_id for update of q
            """;
    private static final String RECORD = """
            insert into runtime_manager.event_attempt as known (tenant_id, event_id, invocation_id, number, started_at,
                ended_at, outcome, error_type, message, billed_ms)
            select tenant_id, event_id, invocation_id, number, 'epoch'::timestamptz + started * interval '1 microsecond',
                'epoch'::timestamptz + ended * interval '1 microsecond', outcome, error_type, message, billed_ms
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as g (tenant_id, event_id, invocation_id, number, started, ended,
                outcome, error_type, message, billed_ms)
            on conflict (tenant_id, event_id, invocation_id) do update set ended_at = excluded.ended_at,
                outcome = excluded.outcome, error_type = excluded.error_type, message = excluded.message,
                billed_ms = excluded.billed_ms where known.outcome = 'LOST'
            """;
    private static final String WAIT = """
            update runtime_manager.event_queue q set due_at = now() + g.delay * interval '1 millisecond',
                failures = g.failures, refusals = g.refusals, worker = null, invocation_id = null, started_at = null
            from unnest(?, ?, ?, ?, ?) as g (tenant_id, event_id, failures, refusals, delay)
            where q.tenant_id = g.tenant_id and q.event_id = g.event_id
            """;
    private static final String FINISH = """
            with g as (
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as g (tenant_id, event_id, state, reason, detail,
                    attempts, finished, executed_version, error_type, result, result_size)
            ), unqueued as (
                delete from runtime_manager.event_queue q using g
                where q.tenant_id = g.tenant_id and q.event_id = g.event_id
            )
            update runtime_manager.event e set state = g.state, reason = g.reason, detail = g.detail,
                attempts = g.attempts, finished_at = 'epoch'::timestamptz + g.finished * interval '1 microsecond',
                executed_version = g.executed_version, error_type = g.error_type, result = g.result,
                result_size = g.result_size
            from g where e.tenant_id = g.tenant_id and e.id = g.event_id
            """;

    private final long resultLimit;
    private final EndMessages messages;
    private final Clock clock;

    EventSteps(long resultLimit, EndMessages messages, Clock clock) {
        this.resultLimit = resultLimit;
        this.messages = messages;
        this.clock = clock;
    }

    /** An attempt that has ended. */
    record Ended(QueuedEvent event, AttemptEnd end, Instant at) {}

    /**
     * A step that was decided.
     *
     * @param attempt that the commands are about
     * @param attempts how many there were
     * @param state the new one, null if it stays as it is
     */
    record Taken(
            QueuedEvent event,
            Claim attempt,
            int attempts,
            @Nullable EventState state,
            List<EventLife.Command> commands) {}

    /** Takes the steps that follow from ends of attempts, one transaction for all. */
    void end(Connection connection, List<Ended> ends) throws SQLException {
        Map<UUID, EventState> states = lock(connection, ends);
        List<Taken> taken = new ArrayList<>();
        for (Ended ended : ends) {
            QueuedEvent event = ended.event();
            // Not in the queue: it is finished, and only the attempt is kept.
            EventState state = states.getOrDefault(event.id().value(), new Cancelled());
            EventLife.Step step = EventLife.apply(
                    state,
                    new Happening.Ended(event.claim().invocation(), ended.end()),
                    event.policy(),
                    Duration.between(event.agedFrom(), ended.at()));
            taken.add(new Taken(
                    event,
                    event.claim(),
                    event.claim().number(),
                    step.state().equals(state) ? null : step.state(),
                    step.commands()));
        }
        carryOut(connection, taken);
    }

    private static Map<UUID, EventState> lock(Connection connection, List<Ended> ends) throws SQLException {
        var ids = new EventRows("uuid", "uuid");
        ends.forEach(ended ->
                ids.add(ended.event().tenant().value(), ended.event().id().value()));
        Map<UUID, EventState> states = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            ids.bind(statement, 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    states.put(rows.getObject("event_id", UUID.class), EventClaims.state(rows));
                }
            }
        }
        return states;
    }

    /** Writes {@code steps}; the claims of those that run are written by whoever took them. */
    void carryOut(Connection connection, List<Taken> steps) throws SQLException {
        var attempts = new EventRows("uuid", "uuid", "uuid", "int4", "int8", "int8", "text", "text", "text", "int8");
        var waits = new EventRows("uuid", "uuid", "int4", "int4", "int8");
        var finals =
                new EventRows("uuid", "uuid", "text", "text", "text", "int4", "int8", "text", "text", "bytea", "int8");
        List<EventInserts.Row> told = new ArrayList<>();
        Instant now = clock.instant();
        for (Taken step : steps) {
            AttemptEnd last = null;
            Duration delay = Duration.ZERO;
            for (EventLife.Command command : step.commands()) {
                switch (command) {
                    case EventLife.Command.Keep(var invocation, var end) -> {
                        last = end;
                        record(attempts, step, invocation, end, now);
                    }
                    case EventLife.Command.Wait(var wait) -> delay = wait;
                    case EventLife.Command.Tell tell -> told.add(messages.about(step.event(), tell, now));
                }
            }
            switch (step.state()) {
                case null -> {}
                case Waiting(var failures, var refusals) ->
                    waits.add(
                            step.event().tenant().value(),
                            step.event().id().value(),
                            failures,
                            refusals,
                            delay.toMillis());
                case Running _ -> {}
                case Succeeded _ -> finish(finals, step, "SUCCEEDED", "", "", last, now);
                case Dead(var reason, var detail) -> finish(finals, step, "DEAD", reason.name(), detail, last, now);
                case Cancelled _ -> finish(finals, step, "CANCELLED", "", "", last, now);
            }
        }
        execute(connection, RECORD, attempts);
        execute(connection, WAIT, waits);
        execute(connection, FINISH, finals);
        if (!told.isEmpty()) {
            EventInserts.insert(connection, told);
        }
    }

    private static void execute(Connection connection, String sql, EventRows rows) throws SQLException {
        if (!rows.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                rows.bind(statement, 1);
                statement.executeUpdate();
            }
        }
    }

    private static void record(EventRows rows, Taken step, InvocationId invocation, AttemptEnd end, Instant now) {
        long billed = switch (end) {
            case AttemptEnd.Succeeded succeeded -> succeeded.billedMs();
            case AttemptEnd.Failed failed -> failed.billedMs();
            case AttemptEnd.Refused _, AttemptEnd.Broken _, AttemptEnd.Hopeless _, AttemptEnd.Lost _ -> 0;
        };
        rows.add(
                step.event().tenant().value(),
                step.event().id().value(),
                invocation.value(),
                step.attempt().number(),
                step.attempt().startedAt(),
                now,
                outcome(end),
                end instanceof AttemptEnd.Failed failed ? cut(failed.errorType()) : "",
                cut(end.message()),
                billed);
    }

    private static String outcome(AttemptEnd end) {
        return switch (end) {
            case AttemptEnd.Succeeded _ -> "SUCCEEDED";
            case AttemptEnd.Failed _ -> "FAILED";
            case AttemptEnd.Refused _, AttemptEnd.Hopeless _ -> "REFUSED";
            case AttemptEnd.Broken _ -> "BROKEN";
            case AttemptEnd.Lost _ -> "LOST";
        };
    }

    private void finish(
            EventRows rows,
            Taken step,
            String state,
            String reason,
            String detail,
            @Nullable AttemptEnd last,
            Instant now) {
        Buffer result = switch (last) {
            case AttemptEnd.Succeeded succeeded -> succeeded.result();
            case AttemptEnd.Failed failed -> failed.result();
            case null, default -> null;
        };
        rows.add(
                step.event().tenant().value(),
                step.event().id().value(),
                state,
                reason,
                cut(detail),
                step.attempts(),
                now,
                last instanceof AttemptEnd.Succeeded succeeded
                        ? succeeded.version()
                        : last instanceof AttemptEnd.Failed failed ? failed.version() : "",
                last instanceof AttemptEnd.Failed failed ? cut(failed.errorType()) : "",
                result == null || result.length() > resultLimit ? null : result.getBytes(),
                result == null ? 0L : (long) result.length());
    }

    /** PostgreSQL's text holds no NUL. */
    private static String cut(String text) {
        String clean = text.replace('\0', ' ');
        return clean.length() <= LONGEST_MESSAGE ? clean : clean.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
