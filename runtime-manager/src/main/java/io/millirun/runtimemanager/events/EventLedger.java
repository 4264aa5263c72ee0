package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.events.EventView.Status;
import io.vertx.core.buffer.Buffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The events of an organization, for its members: look, cancel, redrive, purge. The tenant must be bound. */
public final class EventLedger {

    private static final String EVENT = """
            select e.tenant_id, e.id, e.function_id, e.function_name, e.qualifier, e.url, e.trigger, e.origin_id,
                e.schedule_id, e.accepted_at, e.finished_at, e.reason, e.detail, e.error_type,
                coalesce(q.attempts, e.attempts) as attempts, q.due_at,
                case e.state when 'PENDING' then case when q.worker is null then 'WAITING' else 'RUNNING' end
                    else e.state end as status
            from runtime_manager.event e
            left join runtime_manager.event_queue q on q.tenant_id = e.tenant_id and q.event_id = e.id
            """;

    private final JdbcClient jdbc;

    EventLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The events that {@code filter} lets through, newest first. */
    public List<EventView> list(TenantId tenant, EventFilter filter) {
        var sql = new StringBuilder(EVENT).append(" where e.tenant_id = ?");
        List<Object> parameters = new ArrayList<>(List.of(tenant.value()));
        Status status = filter.status();
        if (status != null) {
            switch (status) {
                case WAITING -> sql.append(" and e.state = 'PENDING' and q.worker is null");
                case RUNNING -> sql.append(" and e.state = 'PENDING' and q.worker is not null");
                case SUCCEEDED -> sql.append(" and e.state = 'SUCCEEDED'");
                case DEAD -> sql.append(" and e.state = 'DEAD'");
                case CANCELLED -> sql.append(" and e.state = 'CANCELLED'");
            }
        }
        if (filter.functionName() != null) {
            sql.append(" and e.function_name = ?");
            parameters.add(filter.functionName());
        }
        EventId before = filter.before();
        if (before != null) {
            sql.append(" and e.id < ?");
            parameters.add(before.value());
        }
        parameters.add(filter.limit());
        return jdbc.sql(sql.append(" order by e.id desc limit ?").toString())
                .params(parameters)
                .query((row, _) -> view(row))
                .list();
    }

    /** Everything about one event. */
    public Optional<EventView.Whole> find(TenantId tenant, EventId id) {
        return jdbc.sql(EVENT.replace(
                                "e.error_type,",
                                "e.error_type, e.payload, e.result, e.result_size, e.executed_version,")
                        + " where e.tenant_id = ? and e.id = ?")
                .params(tenant.value(), id.value())
                .query((row, _) -> whole(row, attempts(tenant, id)))
                .optional();
    }

    private List<EventView.Attempt> attempts(TenantId tenant, EventId id) {
        return jdbc.sql("""
                select * from runtime_manager.event_attempt where tenant_id = ? and event_id = ?
                order by number, invocation_id
                """)
                .params(tenant.value(), id.value())
                .query((row, _) -> new EventView.Attempt(
                        new InvocationId(row.getObject("invocation_id", UUID.class)),
                        row.getInt("number"),
                        at(row, "started_at"),
                        at(row, "ended_at"),
                        row.getString("outcome"),
                        row.getString("error_type"),
                        row.getString("message"),
                        row.getLong("billed_ms")))
                .list();
    }

    /** Depth and age of the organization's queue. */
    public QueueDepth depth(TenantId tenant) {
        return jdbc.sql("""
                select count(*) filter (where worker is null) as waiting, count(worker) as running,
                    coalesce(extract(epoch from now() - min(accepted_at)) * 1000, 0)::bigint as age_ms,
                    (select count(*) from runtime_manager.event where tenant_id = ? and state = 'DEAD') as dead
                from runtime_manager.event_queue where tenant_id = ?
                """)
                .params(tenant.value(), tenant.value())
                .query((row, _) -> EventWork.depth(row))
                .single();
    }

    /**
     * Calls an event off: no further attempt is made; one that is under way ends by itself and is billed.
     *
     * @return where the event was before; it is cancelled now if that was not final. Empty if there is none
     */
    public Optional<Status> cancel(TenantId tenant, EventId id) {
        return jdbc.sql("""
                with unqueued as (
                    delete from runtime_manager.event_queue where tenant_id = ? and event_id = ?
                    returning attempts, worker
                ), cancelled as (
                    update runtime_manager.event e set state = 'CANCELLED', finished_at = now(),
                        attempts = unqueued.attempts
                    from unqueued where e.tenant_id = ? and e.id = ?
                )
                select case when u.attempts is null then e.state when u.worker is null then 'WAITING' else 'RUNNING' end
                from runtime_manager.event e left join unqueued u on true where e.tenant_id = ? and e.id = ?
                """)
                .params(tenant.value(), id.value(), tenant.value(), id.value(), tenant.value(), id.value())
                .query((row, _) -> Status.valueOf(row.getString(1)))
                .optional();
    }

    /** Sends a dead letter again, with all its retries and its age counted anew; whether there was one of that id. */
    public boolean redrive(TenantId tenant, EventId id) {
        return redrive(tenant, "id = ?", id.value()) > 0;
    }

    /**
     * Sends all dead letters again.
     *
     * @param functionName only those of this function, null for all
     * @return how many
     */
    public int redriveAll(TenantId tenant, @Nullable String functionName) {
        return functionName == null ? redrive(tenant, "true") : redrive(tenant, "function_name = ?", functionName);
    }

    private int redrive(TenantId tenant, String which, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of(tenant.value()));
        all.addAll(List.of(parameters));
        return jdbc.sql("""
                with revived as (
                    update runtime_manager.event set state = 'PENDING', finished_at = null, aged_from = now(),
                        reason = '', detail = '', error_type = '', result = null, result_size = 0
                    where tenant_id = ? and state = 'DEAD' and %s
                    returning tenant_id, id, function_id, accepted_at, attempts
                )
                insert into runtime_manager.event_queue (tenant_id, event_id, function_id, accepted_at, due_at, attempts)
                select tenant_id, id, function_id, accepted_at, now(), attempts from revived
                """.formatted(which)).params(all).update();
    }

    /** Deletes a dead letter for good; whether there was one of that id. */
    public boolean purge(TenantId tenant, EventId id) {
        return purge(tenant, "id = ?", id.value()) > 0;
    }

    /**
     * Deletes all dead letters for good.
     *
     * @param functionName only those of this function, null for all
     * @return how many
     */
    public int purgeAll(TenantId tenant, @Nullable String functionName) {
        return functionName == null ? purge(tenant, "true") : purge(tenant, "function_name = ?", functionName);
    }

    private int purge(TenantId tenant, String which, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of(tenant.value()));
        all.addAll(List.of(parameters));
        return jdbc.sql("""
                with gone as (
                    delete from runtime_manager.event where tenant_id = ? and state = 'DEAD' and %s
                    returning tenant_id, id
                ), attempts as (
                    delete from runtime_manager.event_attempt a using gone
                    where a.tenant_id = gone.tenant_id and a.event_id = gone.id
                )
                select count(*) from gone
                """.formatted(which)).params(all).query(Integer.class).single();
    }

    private static EventView.Whole whole(ResultSet row, List<EventView.Attempt> attempts) throws SQLException {
        return new EventView.Whole(
                view(row),
                Buffer.buffer(row.getBytes("payload")),
                Optional.ofNullable(row.getBytes("result")).map(Buffer::buffer),
                row.getLong("result_size"),
                row.getString("executed_version"),
                attempts);
    }

    private static EventView view(ResultSet row) throws SQLException {
        Status status = Status.valueOf(row.getString("status"));
        UUID origin = row.getObject("origin_id", UUID.class);
        return new EventView(
                new EventId(row.getObject("id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("qualifier"),
                row.getString("url"),
                Trigger.valueOf(row.getString("trigger")),
                origin == null ? null : new EventId(origin),
                row.getObject("schedule_id", UUID.class),
                at(row, "accepted_at"),
                status,
                status == Status.WAITING ? at(row, "due_at") : null,
                status.isFinal() ? at(row, "finished_at") : null,
                status == Status.DEAD ? DeadReason.valueOf(row.getString("reason")) : null,
                row.getString("detail"),
                row.getString("error_type"),
                row.getInt("attempts"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
