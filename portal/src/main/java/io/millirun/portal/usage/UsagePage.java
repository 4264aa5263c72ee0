package io.millirun.portal.usage;

import io.millirun.portal.figure.Figure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A month's usage as its page shows it. */
record UsagePage(Instant asOf, Tiles tiles, List<DayRow> days, DayChart chart, List<FunctionRow> functions, Sums sums) {

    /**
     * @param requestsCharged those beyond the free allowance
     * @param gbSecondsCharged those beyond the free allowance
     * @param errorShare percentage of the invocations
     * @param coldShare percentage of the invocations
     */
    record Tiles(
            Figure cost,
            Figure invocations,
            Figure requests,
            Figure requestsCharged,
            Figure gbSeconds,
            Figure gbSecondsCharged,
            Figure errors,
            Figure errorShare,
            Figure cold,
            Figure coldShare) {}

    /** One day with calls. */
    record DayRow(LocalDate day, Figure invocations, Figure gbSeconds, Figure listPrice) {}

    /** One function with calls. */
    record FunctionRow(
            String id,
            String name,
            boolean deployed,
            Figure invocations,
            Figure errors,
            Figure cold,
            Figure gbSeconds,
            Figure listPrice) {}

    /**
     * The functions' sums, and the way from their list price to the cost so far.
     *
     * @param allowance what allowances, tiers and rounding take off (or, rounding, add)
     */
    record Sums(
            Figure invocations,
            Figure errors,
            Figure cold,
            Figure gbSeconds,
            Figure listPrice,
            Figure allowance,
            Figure cost) {}
}
