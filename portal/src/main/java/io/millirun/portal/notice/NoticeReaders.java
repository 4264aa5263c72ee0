package io.millirun.portal.notice;

import io.millirun.billing.profile.BillingProfile;
import io.millirun.billing.profile.BillingProfiles;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.portal.organization.Role;
import io.millirun.portal.team.Team;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Whom an organization's mail about money goes to: owners, members with the role billing, and the invoices' address. */
@Component
public class NoticeReaders {

    private static final Set<Role> ROLES = Set.of(Role.OWNER, Role.BILLING);

    private final Team team;
    private final BillingProfiles profiles;

    NoticeReaders(Team team, BillingProfiles profiles) {
        this.team = team;
        this.profiles = profiles;
    }

    /** Their addresses, each once. */
    public Collection<String> of(TenantId tenant) {
        Map<String, String> addresses = new TreeMap<>();
        CurrentTenant.call(tenant, () -> team.list(tenant)).stream()
                .filter(mate -> ROLES.contains(mate.role()))
                .forEach(mate -> addresses.put(mate.email().toLowerCase(Locale.ROOT), mate.email()));
        profiles.find(tenant)
                .map(BillingProfile::email)
                .filter(email -> !email.isBlank())
                .ifPresent(email -> addresses.putIfAbsent(email.toLowerCase(Locale.ROOT), email));
        return addresses.values();
    }
}
