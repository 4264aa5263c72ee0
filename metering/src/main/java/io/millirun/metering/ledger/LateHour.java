package io.millirun.metering.ledger;

import java.time.Instant;
import java.time.YearMonth;

/**
 * What came late for one UTC hour.
 *
 * @param billedIn the month that was open when it came
 */
public record LateHour(Instant hour, YearMonth billedIn, UsageTotals totals) {}
