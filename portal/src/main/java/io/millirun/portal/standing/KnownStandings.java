package io.millirun.portal.standing;

import io.millirun.kernel.TenantId;
import io.millirun.portal.database.Changes;
import io.millirun.runtimemanager.EngineProperties;
import io.millirun.runtimemanager.OrganizationQuotas;
import io.millirun.runtimemanager.RuntimeManagerProperties;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the way of a call has to know of standings: answers from memory, which follows every change within a second. */
@Component
public class KnownStandings implements OrganizationQuotas {

    private static final Logger log = LoggerFactory.getLogger(KnownStandings.class);
    private static final int REFRESH_SECONDS = 5;

    private final Standings standings;
    private final EngineProperties engine;
    private final RuntimeManagerProperties manager;
    private volatile Map<TenantId, OrganizationStanding> known;

    KnownStandings(Standings standings, Changes changes, EngineProperties engine, RuntimeManagerProperties manager) {
        this.standings = standings;
        this.engine = engine;
        this.manager = manager;
        this.known = standings.all();
        changes.subscribe(Standings.CHANNEL, new Changes.Listener() {
            @Override
            public void changed(String organization) {
                refresh();
            }

            @Override
            public void missed() {
                refresh();
            }
        });
    }

    /** Reads again; after a failure what was known goes on to hold. */
    @Scheduled(fixedDelay = REFRESH_SECONDS, initialDelay = REFRESH_SECONDS, timeUnit = TimeUnit.SECONDS)
    void refresh() {
        try {
            known = standings.all();
        } catch (DataAccessException away) {
            log.warn("Limits cannot be read anew: {}", away.getMessage());
        }
    }

    /** Why the operator lets no call of {@code organization} in; empty if calls are let in. */
    public Optional<OrganizationStanding.Suspension> suspension(TenantId organization) {
        return Optional.ofNullable(of(organization).suspension());
    }

    /** Whether the operator lets no call of {@code organization} in. */
    public boolean isSuspended(TenantId organization) {
        return of(organization).suspension() != null;
    }

    /** Calls of {@code organization} that may run or wait on one replica. */
    public int concurrency(TenantId organization) {
        Integer own = of(organization).concurrency();
        return own == null ? engine.concurrencyPerOrganization() : own;
    }

    @Override
    public long codeBytes(TenantId organization) {
        Long own = of(organization).codeBytes();
        return own == null ? manager.codeStoragePerOrganization().toBytes() : own;
    }

    @Override
    public int functions(TenantId organization) {
        Integer own = of(organization).functions();
        return own == null ? manager.functionsPerOrganization() : own;
    }

    private OrganizationStanding of(TenantId organization) {
        return known.getOrDefault(organization, OrganizationStanding.NORMAL);
    }
}
