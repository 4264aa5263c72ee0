package io.millirun.billing.spend;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What processes hold under caps, and which processes there are. */
@Component
class HeldTable {

    private final JdbcClient worker;

    HeldTable(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /** What all processes hold of a month, by the beginning of the span. */
    Map<Instant, Quantity> bySpan(Scope scope, Instant from, Instant to) {
        Map<Instant, Quantity> held = new HashMap<>();
        worker.sql("""
                        select span_from, sum(requests)::bigint as requests, sum(mb_ms)::bigint as mb_ms
                        from billing.spend_lease
                        where tenant_id = ? and scope = ? and span_from >= ? and span_from < ?
                        group by span_from""")
                .params(scope.tenant().value(), scope.key(), utc(from), utc(to))
                .query(row -> {
                    held.put(
                            row.getObject("span_from", OffsetDateTime.class).toInstant(),
                            new Quantity(row.getLong("requests"), row.getLong("mb_ms")));
                });
        return held;
    }

    /** Notes what the process holds. */
    void put(Scope scope, Instant span, UUID spool, UUID boot, Quantity held) {
        if (held.isZero()) {
            worker.sql("""
                            delete from billing.spend_lease
                            where tenant_id = ? and scope = ? and span_from = ? and spool = ? and boot = ?""")
                    .params(scope.tenant().value(), scope.key(), utc(span), spool, boot)
                    .update();
        } else {
            worker.sql("""
                            insert into billing.spend_lease
                              (tenant_id, scope, span_from, spool, boot, requests, mb_ms, renewed_at)
                            values (?, ?, ?, ?, ?, greatest(0, ?), greatest(0, ?), now())
                            on conflict (tenant_id, scope, span_from, spool, boot) do update
                            set requests = excluded.requests, mb_ms = excluded.mb_ms, renewed_at = excluded.renewed_at""")
                    .params(scope.tenant().value(), scope.key(), utc(span), spool, boot, held.requests(), held.mbMs())
                    .update();
        }
    }

    /** A process begins to let calls in, and is alive. */
    void booted(UUID spool, String node, UUID boot) {
        worker.sql("""
                        insert into billing.spend_node (spool, node, boot, booted_at, seen_at)
                        values (?, ?, ?, clock_timestamp(), clock_timestamp())
                        on conflict (spool) do update
                        set node = excluded.node, boot = excluded.boot, booted_at = excluded.booted_at,
                            seen_at = excluded.seen_at""").params(spool, node, boot).update();
    }

    /** The process is alive. */
    void seen(UUID spool) {
        worker.sql("update billing.spend_node set seen_at = clock_timestamp() where spool = ?")
                .param(spool)
                .update();
    }

    /** The process ended in good order. */
    void left(UUID spool) {
        worker.sql("delete from billing.spend_node where spool = ?")
                .param(spool)
                .update();
    }

    /** Everything that earlier processes wrote to {@code spool} is taken in: what they held is nobody's any more. */
    int forgetPredecessors(UUID spool, UUID boot) {
        return worker.sql("delete from billing.spend_lease where spool = ? and boot <> ?")
                .params(spool, boot)
                .update();
    }

    /** The node will not come back, and with it what its spool still had. */
    int forget(UUID spool) {
        int forgotten = worker.sql("delete from billing.spend_lease where spool = ?")
                .param(spool)
                .update();
        left(spool);
        return forgotten;
    }

    /** Processes that were not seen for a while and still hold something. */
    List<LostNode> lost(Instant unseenSince) {
        return worker.sql("""
                        select l.spool, coalesce(n.node, '') as node, coalesce(n.seen_at, max(l.renewed_at)) as seen_at,
                          count(distinct (l.tenant_id, l.scope)) as caps
                        from billing.spend_lease l left join billing.spend_node n on n.spool = l.spool
                        where coalesce(n.seen_at, l.renewed_at) < ?
                        group by l.spool, n.node, n.seen_at order by 3""")
                .param(utc(unseenSince))
                .query((row, _) -> new LostNode(
                        row.getObject("spool", UUID.class),
                        row.getString("node"),
                        row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                        row.getLong("caps")))
                .list();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
