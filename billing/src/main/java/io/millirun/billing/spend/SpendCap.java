package io.millirun.billing.spend;

import io.millirun.billing.rating.Money;
import java.time.Instant;

/**
 * A cap.
 *
 * @param amount most that a month's printed lines may sum to, before tax
 * @param armed whether every process counts for it; until then, some seconds after it was set, nothing is refused
 * @param setAt when it was set, by the database's clock; a change of the amount leaves it
 */
public record SpendCap(Scope scope, Money amount, boolean armed, Instant setAt) {}
