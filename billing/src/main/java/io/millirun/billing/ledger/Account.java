package io.millirun.billing.ledger;

/** An account of an organization's books. Debits are positive, so that what is owed to us or was received is. */
public enum Account {
    /** What the organization owes for issued invoices. */
    RECEIVABLE,
    /** What was charged, before tax. */
    REVENUE,
    /** Tax that was charged and is owed on. */
    TAX,
    /** Payments as they were received. */
    CASH,
    /** Credits that were granted and are not used yet: what we owe the organization. */
    CREDITS,
    /** What promotional and goodwill credits cost us. */
    PROMOTION,
    /** Prepaid credits that expired unused. */
    BREAKAGE,
    /** Receivables that were given up. */
    WRITE_OFF
}
