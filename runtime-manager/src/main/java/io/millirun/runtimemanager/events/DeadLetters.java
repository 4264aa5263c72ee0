package io.millirun.runtimemanager.events;

import io.millirun.kernel.TenantId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The dead letters of all organizations, for whoever runs the platform. */
public final class DeadLetters {

    private final JdbcClient worker;

    DeadLetters(JdbcClient worker) {
        this.worker = worker;
    }

    /**
     * The dead letters of one function.
     *
     * @param reason why the latest of them is dead
     * @param detail what is known beyond that; may be empty
     * @param latest when it died
     */
    public record Pile(TenantId tenant, String function, long letters, String reason, String detail, Instant latest) {}

    /** The piles, the one with the latest letter first. */
    public List<Pile> piles(int most) {
        return worker.sql("""
                        select tenant_id, function_name, count(*) as letters, max(finished_at) as latest,
                          (array_agg(reason order by finished_at desc))[1] as reason,
                          (array_agg(detail order by finished_at desc))[1] as detail
                        from runtime_manager.event where state = 'DEAD'
                        group by tenant_id, function_name order by latest desc limit ?""")
                .param(most)
                .query((row, _) -> new Pile(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getString("function_name"),
                        row.getLong("letters"),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getObject("latest", OffsetDateTime.class).toInstant()))
                .list();
    }
}
