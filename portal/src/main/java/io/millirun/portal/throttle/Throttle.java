package io.millirun.portal.throttle;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/** Counts attempts per subject in windows of time that begin with a subject's first attempt. */
@Repository
public class Throttle {

    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    Throttle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Some attempts within some time.
     *
     * @param window at most a day
     */
    public record Limit(int attempts, Duration window) {}

    /** Whether {@code subject} has used up {@code limit}; counts nothing. */
    public boolean isExhausted(String subject, Limit limit) {
        return jdbc.sql("select count(*) from portal.attempts where subject = ? and since > ? and count >= ?")
                        .params(subject, before(limit.window()), limit.attempts())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Counts an attempt of {@code subject}. */
    public void count(String subject, Limit limit) {
        jdbc.sql("""
                        insert into portal.attempts as a (subject, since, count) values (:subject, :now, 1)
                        on conflict (subject) do update set
                            count = case when a.since > :start then a.count + 1 else 1 end,
                            since = case when a.since > :start then a.since else :now end""")
                .param("subject", subject)
                .param("now", Timestamp.from(clock.instant()))
                .param("start", before(limit.window()))
                .update();
    }

    /** Forgets the attempts of {@code subject}. */
    public void forget(String subject) {
        jdbc.sql("delete from portal.attempts where subject = ?").param(subject).update();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forgetOld() {
        jdbc.sql("delete from portal.attempts where since < ?")
                .param(before(LONGEST_WINDOW))
                .update();
    }

    private Timestamp before(Duration window) {
        return Timestamp.from(clock.instant().minus(window));
    }
}
