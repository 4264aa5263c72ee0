package io.millirun.portal.suspension;

import io.millirun.billing.suspension.PaymentStandings;
import io.millirun.billing.suspension.Standing;
import io.millirun.kernel.TenantId;
import io.millirun.portal.database.Changes;
import io.millirun.runtimemanager.ChangeGuard;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Which organizations may not do everything, in memory: told of changes at once, read anew in case that was lost. */
@Component
public class StandingWatch implements ChangeGuard {

    private static final Logger log = LoggerFactory.getLogger(StandingWatch.class);

    private static final int REFRESH_SECONDS = 10;

    private final PaymentStandings standings;
    private volatile Map<TenantId, Standing> restricted;

    StandingWatch(PaymentStandings standings, Changes changes) {
        this.standings = standings;
        this.restricted = standings.restricted();
        changes.subscribe(PaymentStandings.CHANNEL, new Changes.Listener() {
            @Override
            public void changed(String tenant) {
                refresh();
            }

            @Override
            public void missed() {
                refresh();
            }
        });
    }

    /** Reads it anew; after a failure what was known goes on to hold. */
    @Scheduled(fixedDelay = REFRESH_SECONDS, initialDelay = REFRESH_SECONDS, timeUnit = TimeUnit.SECONDS)
    void refresh() {
        try {
            restricted = standings.restricted();
        } catch (DataAccessException away) {
            log.warn("standings cannot be read anew: {}", away.getMessage());
        }
    }

    /** Why calls are refused; empty if they are not. */
    public Optional<String> whyStopped(TenantId tenant) {
        return restricted.get(tenant) instanceof Standing.Stopped
                ? Optional.of(
                        "The organization's functions are stopped because an invoice is not paid. They run again as"
                                + " soon as it is; nothing was deleted.")
                : Optional.empty();
    }

    /** Whether functions may not be changed. */
    public boolean isReadOnly(TenantId tenant) {
        Standing standing = restricted.get(tenant);
        return standing != null && standing.isReadOnly();
    }

    @Override
    public Optional<String> refusal(TenantId tenant) {
        return isReadOnly(tenant)
                ? Optional.of(whyStopped(tenant)
                        .orElse("The organization is read-only because an invoice is not paid; its functions go on"
                                + " running."))
                : Optional.empty();
    }
}
