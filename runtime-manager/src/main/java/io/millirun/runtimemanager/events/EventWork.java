package io.millirun.runtimemanager.events;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at the whole queue, and clears away what has been kept long enough; for jobs, over all tenants. */
final class EventWork {

    private static final int BATCH = 5_000;

    private final JdbcClient jdbc;
    private final EventProperties properties;

    EventWork(JdbcClient workerJdbc, EventProperties properties) {
        this.jdbc = workerJdbc;
        this.properties = properties;
    }

    /** What a query with the columns {@code waiting}, {@code running}, {@code age_ms} and {@code dead} found. */
    static QueueDepth depth(ResultSet row) throws SQLException {
        return new QueueDepth(
                row.getLong("waiting"),
                row.getLong("running"),
                Duration.ofMillis(Math.max(0, row.getLong("age_ms"))),
                row.getLong("dead"));
    }

    /** Depth and age over all organizations. */
    QueueDepth depth() {
        return jdbc.sql("""
                select count(*) filter (where worker is null) as waiting, count(worker) as running,
                    coalesce(extract(epoch from now() - min(accepted_at)) * 1000, 0)::bigint as age_ms,
                    (select count(*) from runtime_manager.event where state = 'DEAD') as dead
                from runtime_manager.event_queue
                """).query((row, _) -> depth(row)).single();
    }

    /** Removes what is older than it is kept, in transactions of a bounded size; returns how many events went. */
    int clear() {
        int events = 0;
        int removed;
        do {
            removed = remove("state in ('SUCCEEDED', 'CANCELLED')", properties.keepFinished());
            events += removed;
        } while (removed == BATCH);
        events += remove("state = 'DEAD'", properties.keepDead());
        jdbc.sql("delete from runtime_manager.event_key where expires_at < now()")
                .update();
        return events;
    }

    /** An id carries its time in its first 48 bits, so old events are at the beginning of the primary key. */
    private int remove(String which, Duration kept) {
        return jdbc.sql("""
                with recursive organization as (
                    (select tenant_id from runtime_manager.event order by tenant_id limit 1)
                    union all
                    select (select e.tenant_id from runtime_manager.event e
                            where e.tenant_id > organization.tenant_id order by e.tenant_id limit 1)
                    from organization where organization.tenant_id is not null
                ), old as (
                    select e.tenant_id, e.id from organization cross join lateral (
                        select * from runtime_manager.event old
                        where old.tenant_id = organization.tenant_id and old.id < ? and %s
                            and old.finished_at < now() - ? * interval '1 millisecond'
                        order by old.id limit ?
                    ) e limit ?
                ), attempts as (
                    delete from runtime_manager.event_attempt a using old
                    where a.tenant_id = old.tenant_id and a.event_id = old.id
                )
                delete from runtime_manager.event e using old where e.tenant_id = old.tenant_id and e.id = old.id
                """.formatted(which))
                .params(before(kept), kept.toMillis(), BATCH, BATCH)
                .update();
    }

    private static UUID before(Duration kept) {
        long millis = System.currentTimeMillis() - kept.toMillis();
        return new UUID(millis << 16, 0);
    }
}
