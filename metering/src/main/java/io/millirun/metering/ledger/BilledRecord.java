package io.millirun.metering.ledger;

import io.millirun.metering.UsageRecord;
import java.time.YearMonth;

/**
 * A usage record and the month whose invoice covers it.
 *
 * @param billedIn the UTC month it started in or, if that was closed when it came, the one that was open
 */
public record BilledRecord(UsageRecord usage, YearMonth billedIn) {}
