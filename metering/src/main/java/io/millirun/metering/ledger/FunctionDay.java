package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import java.time.LocalDate;

/** What one function used on one UTC day. */
public record FunctionDay(FunctionId function, LocalDate day, UsageTotals totals) {}
