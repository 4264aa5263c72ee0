package io.millirun.portal.prices;

import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RateCard;
import io.millirun.kernel.TenantId;
import io.millirun.portal.figure.Figure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What new prices change: on some sample months, and on what the plan's organizations really used in the last one.
 *
 * @param samples the operator's own, then typical ones
 * @param organizations those whose month changes most, the largest first
 * @param count how many organizations are on the plan and used something
 * @param before what the last month of all of them costs by the prices of now
 * @param after what it costs by the new ones
 */
record PricePreview(List<Row> samples, List<Change> organizations, int count, Money before, Money after) {

    private static final int MOST = 10;

    /** Typical months: a side project, a small product, a busy one. */
    private static final List<Sample> TYPICAL =
            List.of(new Sample(100_000, 120, 128), new Sample(5_000_000, 200, 256), new Sample(200_000_000, 150, 512));

    /** So many requests, each so long and large. */
    record Sample(long requests, long ms, long mb) {

        PriceReading.Usage usage() {
            return new PriceReading.Usage(requests, requests * ms * mb);
        }
    }

    /**
     * A month by both prices.
     *
     * @param now null for a plan that has no prices yet
     */
    record Row(long requests, Figure gbSeconds, @Nullable MonthPrice now, MonthPrice then) {

        /** Whether it gets dearer (1), cheaper (-1) or neither (0). */
        public int direction() {
            return now == null ? 0 : then.total().minus(now.total()).signum();
        }
    }

    /** An organization's last month by both prices. */
    record Change(TenantId organization, String name, Money now, Money then) {

        /** By how much it gets dearer. */
        public Money difference() {
            return then.minus(now);
        }
    }

    static PricePreview of(
            @Nullable RateCard now,
            RateCard then,
            PriceReading.Usage own,
            Map<TenantId, PriceReading.Usage> lastMonth,
            Map<TenantId, String> names) {
        List<Row> samples = Stream.concat(Stream.of(own), TYPICAL.stream().map(Sample::usage))
                .map(used -> new Row(
                        used.requests(),
                        Figure.gbSeconds(used.mbMs()),
                        now == null ? null : MonthPrice.of(now, used),
                        MonthPrice.of(then, used)))
                .toList();
        Money zero = Money.zero(then.currency());
        if (now == null) {
            return new PricePreview(samples, List.of(), 0, zero, zero);
        }
        List<Change> changes = lastMonth.entrySet().stream()
                .map(used -> new Change(
                        used.getKey(),
                        names.getOrDefault(used.getKey(), used.getKey().toString()),
                        MonthPrice.of(now, used.getValue()).total(),
                        MonthPrice.of(then, used.getValue()).total()))
                .sorted(Comparator.comparingLong(
                                (Change change) -> Math.abs(change.difference().minorUnits()))
                        .reversed())
                .toList();
        return new PricePreview(
                samples,
                changes.stream().limit(MOST).toList(),
                changes.size(),
                changes.stream().map(Change::now).reduce(zero, Money::plus),
                changes.stream().map(Change::then).reduce(zero, Money::plus));
    }
}
