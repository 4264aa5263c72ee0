/** The double-entry ledger: receivables, payments and credits, append-only; balances are what its entries add up to. */
@NullMarked
package io.millirun.billing.ledger;

import org.jspecify.annotations.NullMarked;
