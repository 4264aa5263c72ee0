package io.millirun.runtimemanager.logs;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Drops logs and captured events when they are old enough: whole days where no function may keep longer, rows of single
 * functions before. Harmless to run twice.
 */
class LogRetention {

    private static final Logger log = LoggerFactory.getLogger(LogRetention.class);

    private final JdbcClient workers;
    private final LogProperties properties;
    private final Clock clock;

    LogRetention(JdbcClient workers, LogProperties properties, Clock clock) {
        this.workers = workers;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1, initialDelay = 0, timeUnit = TimeUnit.HOURS)
    void keep() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (int ahead = 0; ahead <= 2; ahead++) {
            workers.sql("select runtime_manager.create_log_partitions(?)")
                    .param(today.plusDays(ahead))
                    .query((row, _) -> row)
                    .single();
        }
        int days = workers.sql("select runtime_manager.drop_log_partitions(?)")
                .param(today.minusDays(days(properties.longestRetention())))
                .query(Integer.class)
                .single();
        int rows = 0;
        for (String table : new String[] {"function_log", "captured_event"}) {
            rows += workers.sql("""
                    delete from runtime_manager.%s l
                    where l.day < :oldest and l.day < :today - coalesce(
                      (select s.retention_days from runtime_manager.log_setting s
                       where s.tenant_id = l.tenant_id and s.function_id = l.function_id), :usual)
                    """.formatted(table))
                    .param("today", today)
                    .param("oldest", today)
                    .param("usual", days(properties.retention()))
                    .update();
        }
        if (days > 0 || rows > 0) {
            log.info("Dropped the logs of {} days and {} rows of others", days, rows);
        }
    }

    private static int days(Duration duration) {
        return Math.toIntExact(duration.toDays());
    }
}
