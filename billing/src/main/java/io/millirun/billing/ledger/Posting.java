package io.millirun.billing.ledger;

import io.millirun.billing.rating.Money;

/**
 * One side of a transaction.
 *
 * @param amount a debit is positive, a credit negative; never zero
 */
public record Posting(Account account, Money amount) {

    public Posting {
        if (amount.signum() == 0) {
            throw new IllegalArgumentException("a posting of nothing to " + account);
        }
    }

    /** A debit. */
    public static Posting debit(Account account, Money amount) {
        return new Posting(account, amount);
    }

    /** A credit. */
    public static Posting credit(Account account, Money amount) {
        return new Posting(account, Money.zero(amount.currency()).minus(amount));
    }
}
