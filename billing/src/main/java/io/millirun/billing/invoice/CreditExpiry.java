package io.millirun.billing.invoice;

import io.millirun.billing.ledger.Credits;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The job that takes what is left out of credits whose time is over. */
public class CreditExpiry {

    private static final Logger log = LoggerFactory.getLogger(CreditExpiry.class);

    private final Credits credits;

    public CreditExpiry(Credits credits) {
        this.credits = credits;
    }

    /** Expires what is due. */
    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    public void expire() {
        int expired = credits.expire();
        if (expired > 0) {
            log.info("{} credits have expired", expired);
        }
    }
}
