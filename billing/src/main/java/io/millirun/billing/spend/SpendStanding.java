package io.millirun.billing.spend;

import java.math.BigDecimal;

/**
 * How far a cap is used up in the running month.
 *
 * @param used what the usage tables make of it at most, exact
 * @param heldBack what processes hold for running calls and usage that is on its way, at most
 * @param full whether a call was refused under the present amount this month
 */
public record SpendStanding(SpendCap cap, BigDecimal used, BigDecimal heldBack, boolean full) {}
