package io.millirun.billing.ledger;

import io.millirun.billing.rating.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * A credit an organization was granted.
 *
 * @param reference names the grant: the payment of a prepaid one, the reason of another
 * @param left what is neither used nor expired
 */
public record Credit(
        UUID id,
        Kind kind,
        Money amount,
        Money left,
        Instant grantedAt,
        Optional<Instant> expiresAt,
        String reference) {

    /** The order in which credits are used: what expires first, then what cost nothing, then the oldest. */
    static final Comparator<Credit> ORDER = Comparator.comparing(
                    (Credit credit) -> credit.expiresAt().orElse(Instant.MAX))
            .thenComparing(Credit::kind)
            .thenComparing(Credit::grantedAt)
            .thenComparing(Credit::id);

    /** Where a credit comes from. */
    public enum Kind {
        PROMOTIONAL,
        GOODWILL,
        PREPAID;

        /** The account that pays for it. */
        Account source() {
            return this == PREPAID ? Account.CASH : Account.PROMOTION;
        }

        /** The account that gains what expires of it. */
        Account afterExpiry() {
            return this == PREPAID ? Account.BREAKAGE : Account.PROMOTION;
        }
    }

    /** Whether it has expired at {@code now}. */
    public boolean isExpired(Instant now) {
        return expiresAt.filter(end -> !end.isAfter(now)).isPresent();
    }
}
