package io.millirun.portal.audit;

import io.millirun.kernel.Uuid7;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Records what operators do to the platform itself; entries are never changed. */
@Repository
public class OperatorLog {

    private final JdbcClient worker;
    private final Clock clock;

    OperatorLog(@Qualifier("worker") JdbcClient worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    /** Something that an operator did. */
    public record Entry(
            UUID id, Instant at, String operator, @Nullable String address, String action, String subject) {}

    /**
     * Adds an entry.
     *
     * @param operator a user, or the user who made the access key that was used
     * @param action what was done, as {@code price.announce}
     * @param subject what it was done to, in words that stay meaningful; no secret
     */
    public void record(Actor operator, String action, String subject) {
        worker.sql("""
                        insert into portal.operator_log (id, at, user_id, user_name, address, action, subject)
                        values (:id, :at, :user, :name, :address, :action, :subject)""")
                .param("id", Uuid7.next())
                .param("at", Timestamp.from(clock.instant()))
                .param("user", UUID.fromString(operator.id()))
                .param("name", operator.name())
                .param("address", operator.address())
                .param("action", action)
                .param("subject", subject)
                .update();
    }

    /** A page of entries, the newest first, before the one of id {@code before}. */
    public List<Entry> page(@Nullable UUID before, int most) {
        return worker.sql("""
                        select * from portal.operator_log where (:before::uuid is null or id < :before)
                        order by id desc limit :most""")
                .param("before", before)
                .param("most", most)
                .query((row, _) -> new Entry(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("at").toInstant(),
                        row.getString("user_name"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("subject")))
                .list();
    }
}
