package io.millirun.portal.accesskey;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/** Notes when each access key was last used, off the way of the call and at most once a minute per key. */
@Repository
class LastUse {

    private static final Logger log = LoggerFactory.getLogger(LastUse.class);

    private static final Duration RESOLUTION = Duration.ofMinutes(1);

    private final JdbcClient worker;
    private final Clock clock;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    LastUse(@Qualifier("worker") JdbcClient worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    void note(String keyId) {
        noted.put(keyId, clock.instant());
    }

    /** Writes what was noted; what cannot be written is of the past and let go. */
    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void write() {
        Map<String, Instant> taken = Map.copyOf(noted);
        taken.forEach((keyId, at) -> {
            noted.remove(keyId, at);
            write(keyId, at);
        });
    }

    private void write(String keyId, Instant at) {
        try {
            worker.sql("""
                            update portal.access_keys set last_used_at = :at
                            where id = :id and (last_used_at is null or last_used_at < :before)""")
                    .param("at", Timestamp.from(at))
                    .param("before", Timestamp.from(at.minus(RESOLUTION)))
                    .param("id", keyId)
                    .update();
        } catch (DataAccessException failed) {
            log.warn("The last use of an access key was not written: {}", failed.getMessage());
        }
    }
}
