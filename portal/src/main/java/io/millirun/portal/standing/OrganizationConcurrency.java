package io.millirun.portal.standing;

import io.millirun.kernel.ProcessRole;
import io.millirun.kernel.TenantId;
import io.millirun.portal.ConditionalOnRole;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.functions.Reservations;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells the fleet what organizations may run at the same time, and how much of it their functions have reserved. */
@Component
@ConditionalOnRole(ProcessRole.RUNTIME_MANAGER)
class OrganizationConcurrency implements ConcurrencyLimits {

    private static final Logger log = LoggerFactory.getLogger(OrganizationConcurrency.class);
    private static final int REFRESH_SECONDS = 2;

    private final KnownStandings standings;
    private final Reservations reservations;
    private volatile Map<TenantId, Integer> reserved = Map.of();

    OrganizationConcurrency(KnownStandings standings, Reservations reservations) {
        this.standings = standings;
        this.reservations = reservations;
    }

    @Override
    public int ofOrganization(TenantId tenant) {
        return standings.concurrency(tenant);
    }

    @Override
    public int reservedBy(TenantId tenant) {
        return reserved.getOrDefault(tenant, 0);
    }

    /** Reads again what is reserved. */
    @Scheduled(fixedDelay = REFRESH_SECONDS, timeUnit = TimeUnit.SECONDS)
    void refresh() {
        try {
            reserved = reservations.sums();
        } catch (DataAccessException away) {
            log.warn("Reserved concurrency cannot be read anew: {}", away.getMessage());
        }
    }
}
