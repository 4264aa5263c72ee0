package io.millirun.billing.profile;

import io.millirun.kernel.TenantId;
import java.util.List;
import java.util.Optional;

/** Port to the accounts: who is there to be billed, closed ones included. No tenant need be bound. */
public interface BilledOrganizations {

    /** All that were let in. */
    List<BilledOrganization> all();

    /** One of them. */
    default Optional<BilledOrganization> find(TenantId tenant) {
        return all().stream().filter(one -> one.id().equals(tenant)).findFirst();
    }
}
