package io.millirun.portal.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All mails of the platform, for operators. */
@Repository
public class Mails {

    private static final String COLUMNS =
            "select id, kind, recipient, subject, body, created_at, state, attempts, last_error from portal.mails ";

    private final JdbcClient worker;
    private final Clock clock;

    Mails(@Qualifier("worker") JdbcClient worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * A mail and what became of it.
     *
     * @param body null once it was delivered
     */
    public record Entry(
            UUID id,
            String kind,
            String recipient,
            String subject,
            @Nullable String body,
            Instant createdAt,
            String state,
            int attempts,
            @Nullable String lastError) {}

    /** The newest mails. */
    public List<Entry> newest(int most) {
        return worker.sql(COLUMNS + "order by created_at desc, id desc limit ?")
                .param(most)
                .query((row, _) -> entry(row))
                .list();
    }

    /** Those that were given up, the newest first. */
    List<Entry> undelivered(int most) {
        return worker.sql(COLUMNS + "where state = 'FAILED' order by created_at desc, id desc limit ?")
                .param(most)
                .query((row, _) -> entry(row))
                .list();
    }

    /** One mail. */
    public Optional<Entry> byId(UUID id) {
        return worker.sql(COLUMNS + "where id = ?")
                .param(id)
                .query((row, _) -> entry(row))
                .optional();
    }

    /** How many mails could not be delivered. */
    public int failed() {
        return worker.sql("select count(*) from portal.mails where state = 'FAILED'")
                .query(Integer.class)
                .single();
    }

    /** Tries a mail again that was given up or kept; whether it was. */
    public boolean retry(UUID id) {
        return worker.sql("""
                        update portal.mails set state = 'WAITING', attempts = 0, next_attempt_at = ?
                        where id = ? and state in ('FAILED', 'KEPT') and body is not null""").params(Timestamp.from(clock.instant()), id).update() == 1;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("body"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("state"),
                row.getInt("attempts"),
                row.getString("last_error"));
    }
}
