package io.millirun.metering.retention;

import io.millirun.metering.MeteringProperties;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes the partitions of the coming days and drops those that nobody may ask for any more. Harmless to run twice. */
@Component
class PartitionKeeper {

    private static final Logger log = LoggerFactory.getLogger(PartitionKeeper.class);
    private static final int DAYS_AHEAD = 7;

    private final JdbcClient worker;
    private final MeteringProperties settings;
    private final Clock clock;

    PartitionKeeper(@Qualifier("worker") JdbcClient worker, MeteringProperties settings, Clock clock) {
        this.worker = worker;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void keep() {
        LocalDate today = LocalDate.now(clock);
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            worker.sql("select metering.create_usage_partition(?)")
                    .param(today.plusDays(ahead))
                    .query((row, number) -> number)
                    .single();
        }
        // A day later than records are refused from, so that none arrives for a partition that is gone.
        int dropped = worker.sql("select metering.drop_usage_partitions(?)")
                .param(today.minus(settings.retention()).minusDays(1))
                .query(Integer.class)
                .single();
        if (dropped > 0) {
            log.info("dropped the raw usage records of {} days: older than {}", dropped, settings.retention());
        }
    }
}
