package io.millirun.portal.onetime;

import io.millirun.portal.account.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/** Issues secrets for one use, and redeems them once. */
@Repository
public class OneTimeLinks {

    private final JdbcClient jdbc;
    private final Clock clock;

    OneTimeLinks(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What a link is for. */
    public enum Purpose {
        BECOME_OPERATOR,
        RESET_PASSWORD,
        CONFIRM_EMAIL,
        CHANGE_EMAIL
    }

    /** Whom a link is for, and what it carries. */
    public record Link(@Nullable UserId user, @Nullable String payload) {}

    /** A new secret; earlier ones of the same purpose and person stop working. */
    public String issue(Purpose purpose, @Nullable UserId user, @Nullable String payload, Duration life) {
        String secret = Secrets.next();
        jdbc.sql("delete from portal.one_time_links where purpose = ? and user_id is not distinct from ?::uuid")
                .param(purpose.name())
                .param(user == null ? null : user.value())
                .update();
        jdbc.sql("""
                        insert into portal.one_time_links (digest, purpose, user_id, payload, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .param(Secrets.digest(secret))
                .param(purpose.name())
                .param(user == null ? null : user.value())
                .param(payload)
                .param(Timestamp.from(clock.instant()))
                .param(Timestamp.from(clock.instant().plus(life)))
                .update();
        return secret;
    }

    /** What the secret stands for, which it goes on doing; empty if it is unknown, used or expired. */
    public Optional<Link> look(Purpose purpose, String secret) {
        return jdbc.sql("select user_id, payload from portal.one_time_links "
                        + "where digest = ? and purpose = ? and expires_at > ?")
                .params(Secrets.digest(secret), purpose.name(), Timestamp.from(clock.instant()))
                .query((row, _) -> link(row))
                .optional();
    }

    /** What the secret stood for, for the last time. */
    public Optional<Link> redeem(Purpose purpose, String secret) {
        return jdbc.sql("delete from portal.one_time_links "
                        + "where digest = ? and purpose = ? and expires_at > ? returning user_id, payload")
                .params(Secrets.digest(secret), purpose.name(), Timestamp.from(clock.instant()))
                .query((row, _) -> link(row))
                .optional();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forgetOld() {
        jdbc.sql("delete from portal.one_time_links where expires_at < ?")
                .param(Timestamp.from(clock.instant()))
                .update();
    }

    private static Link link(ResultSet row) throws SQLException {
        UUID user = row.getObject(1, UUID.class);
        return new Link(user == null ? null : new UserId(user), row.getString(2));
    }
}
