package io.millirun.portal.suspension;

import io.millirun.billing.suspension.OrganizationStanding;
import io.millirun.billing.suspension.PaymentStandings;
import io.millirun.billing.suspension.Standing;
import io.millirun.kernel.TenantId;
import io.millirun.portal.figure.Figure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What stands above every page of an organization that is on the ladder. */
@Component
public class StandingBanner {

    private final PaymentStandings standings;

    StandingBanner(PaymentStandings standings) {
        this.standings = standings;
    }

    /**
     * The banner.
     *
     * @param name of the standing, as {@code read-only}
     * @param grave whether something is refused
     * @param invoice number of the oldest unpaid invoice; null if nothing is due
     * @param amount what is due
     */
    public record View(
            String name,
            boolean grave,
            @Nullable String invoice,
            @Nullable Figure amount) {}

    /** The organization's; empty if it stands well, or an operator lets it be. */
    public Optional<View> of(TenantId tenant) {
        OrganizationStanding standing = standings.of(tenant);
        return name(standing.standing())
                .map(name -> new View(
                        name,
                        standing.standing().isReadOnly(),
                        standing.arrears().map(due -> due.invoice()).orElse(null),
                        standing.arrears()
                                .map(due -> Figure.money(due.amount()))
                                .orElse(null)));
    }

    private static Optional<String> name(Standing standing) {
        return switch (standing) {
            case Standing.Good _ -> Optional.empty();
            case Standing.Exempt _ -> Optional.empty();
            case Standing.Reminded _ -> Optional.of("reminded");
            case Standing.Warned _ -> Optional.of("warned");
            case Standing.ReadOnly _ -> Optional.of("read-only");
            case Standing.Stopped _ -> Optional.of("stopped");
        };
    }
}
