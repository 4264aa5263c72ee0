package io.millirun.portal.rightsize;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what trials have found; called with the organization bound as the current tenant. */
@Repository
class RightSizings {

    /** Kept of one function; older ones go. */
    private static final int KEPT = 5;

    private static final TypeReference<List<Trial>> TRIALS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;

    RightSizings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Begins one, and forgets the oldest of the function. */
    @Transactional
    public UUID begin(TenantId tenant, FunctionId function, String event, List<Integer> sizes) {
        Instant now = clock.instant();
        UUID id = Uuid7.at(now);
        jdbc.sql("""
                        insert into portal.right_sizings
                            (tenant_id, id, function_id, event, trials, sizes, started_at, changed_at)
                        values (?, ?, ?, ?, '[]', ?, ?, ?)""")
                .params(
                        tenant.value(),
                        id,
                        function.value(),
                        event,
                        sizes.toArray(Integer[]::new),
                        Timestamp.from(now),
                        Timestamp.from(now))
                .update();
        jdbc.sql("""
                        delete from portal.right_sizings where tenant_id = :tenant and function_id = :function and id not in
                            (select id from portal.right_sizings where tenant_id = :tenant and function_id = :function
                             order by started_at desc, id desc limit :kept)""")
                .param("tenant", tenant.value())
                .param("function", function.value())
                .param("kept", KEPT)
                .update();
        return id;
    }

    /** Keeps what is known now. */
    @Transactional
    public void record(TenantId tenant, UUID id, List<Trial> trials, boolean finished) {
        jdbc.sql("""
                        update portal.right_sizings set trials = ?::jsonb, finished = ?, changed_at = ?
                        where tenant_id = ? and id = ?""")
                .params(
                        JsonMapper.shared().writeValueAsString(trials),
                        finished,
                        Timestamp.from(clock.instant()),
                        tenant.value(),
                        id)
                .update();
    }

    /** The function's newest. */
    @Transactional(readOnly = true)
    public Optional<RightSizing> latest(TenantId tenant, FunctionId function) {
        return jdbc.sql("""
                        select id, event, sizes, trials, started_at, changed_at, finished from portal.right_sizings
                        where tenant_id = ? and function_id = ? order by started_at desc, id desc limit 1""")
                .params(tenant.value(), function.value())
                .query((row, _) -> read(row))
                .optional();
    }

    private static RightSizing read(ResultSet row) throws SQLException {
        return new RightSizing(
                row.getObject("id", UUID.class),
                row.getString("event"),
                Arrays.asList((Integer[]) row.getArray("sizes").getArray()),
                JsonMapper.shared().readValue(row.getString("trials"), TRIALS),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("changed_at").toInstant(),
                row.getBoolean("finished"));
    }
}
