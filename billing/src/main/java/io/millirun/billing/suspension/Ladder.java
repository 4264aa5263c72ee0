package io.millirun.billing.suspension;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Looks every few minutes which organization takes the next step. */
public class Ladder {

    private static final Logger log = LoggerFactory.getLogger(Ladder.class);

    private final PaymentStandings standings;

    Ladder(PaymentStandings standings) {
        this.standings = standings;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void look() {
        try {
            standings.lookAtAll();
        } catch (DataAccessException away) {
            log.warn("standings cannot be looked at: {}", away.getMessage());
        }
    }
}
