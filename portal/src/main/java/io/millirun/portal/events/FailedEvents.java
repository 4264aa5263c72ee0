package io.millirun.portal.events;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.portal.jobs.FailedJobs;
import io.millirun.portal.organization.OrganizationDirectory;
import io.millirun.runtimemanager.events.DeadLetters;
import io.millirun.runtimemanager.events.EventLedger;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Dead letters by function: most are their owner's matter, but an outage of ours leaves many at once. */
@Component
class FailedEvents implements FailedJobs {

    private static final char GAP = '/';

    private final DeadLetters letters;
    private final EventLedger ledger;
    private final OrganizationDirectory organizations;

    FailedEvents(DeadLetters letters, EventLedger ledger, OrganizationDirectory organizations) {
        this.letters = letters;
        this.ledger = ledger;
        this.organizations = organizations;
    }

    @Override
    public String kind() {
        return "dead-letters";
    }

    @Override
    public List<FailedJob> failed(int most) {
        List<DeadLetters.Pile> piles = letters.piles(most);
        Map<TenantId, String> names = piles.isEmpty() ? Map.of() : organizations.names();
        return piles.stream()
                .map(pile -> new FailedJob(
                        pile.tenant().toString() + GAP + pile.function(),
                        names.getOrDefault(pile.tenant(), "?") + " · " + pile.function(),
                        pile.detail().isEmpty() ? pile.reason() : pile.reason() + ": " + pile.detail(),
                        pile.latest(),
                        pile.letters(),
                        "/operator/organizations/" + pile.tenant()))
                .toList();
    }

    @Override
    public boolean retry(String id) {
        int gap = id.indexOf(GAP);
        if (gap < 0) {
            return false;
        }
        try {
            TenantId tenant = TenantId.parse(id.substring(0, gap));
            return CurrentTenant.call(tenant, () -> ledger.redriveAll(tenant, id.substring(gap + 1))) > 0;
        } catch (IllegalArgumentException noId) {
            return false;
        }
    }
}
