package io.millirun.metering.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What calls were like over time.
 *
 * @param points one for each step of time, oldest first; steps without calls too
 * @param whole all of that time in one
 */
public record CallCurve(List<CallCurvePoint> points, CallCurvePoint whole) {

    private static final Comparator<Slice> BY_SPEED = Comparator.comparingLong(Slice::slowestMicros);

    /**
     * Calls of one step of time that took about as long.
     *
     * @param bucket which step of time
     * @param slowestMicros longest handler time among them, which stands for all
     */
    record Slice(
            int bucket,
            long calls,
            long errors,
            long cold,
            long slowestMicros,
            long busyMicros,
            long peakMemoryBytes,
            int memoryMb) {}

    static CallCurve of(List<Slice> slices, Instant from, Instant to, Duration step) {
        Map<Integer, List<Slice>> byTime = slices.stream().collect(Collectors.groupingBy(Slice::bucket));
        List<CallCurvePoint> points = new ArrayList<>();
        int bucket = 0;
        for (Instant start = from; start.isBefore(to); start = start.plus(step)) {
            points.add(point(start, byTime.getOrDefault(bucket++, List.of())));
        }
        return new CallCurve(List.copyOf(points), point(from, slices));
    }

    private static CallCurvePoint point(Instant start, List<Slice> slices) {
        List<Slice> sorted = slices.stream().sorted(BY_SPEED).toList();
        long calls = sorted.stream().mapToLong(Slice::calls).sum();
        return new CallCurvePoint(
                start,
                calls,
                sorted.stream().mapToLong(Slice::errors).sum(),
                sorted.stream().mapToLong(Slice::cold).sum(),
                percentile(sorted, calls, 50),
                percentile(sorted, calls, 95),
                percentile(sorted, calls, 99),
                sorted.isEmpty() ? 0 : sorted.getLast().slowestMicros(),
                sorted.stream().mapToLong(Slice::busyMicros).sum(),
                sorted.stream().mapToLong(Slice::peakMemoryBytes).max().orElse(0),
                sorted.stream().mapToInt(Slice::memoryMb).max().orElse(0));
    }

    /** The time that {@code percent} of the calls did not exceed. */
    private static long percentile(List<Slice> sorted, long calls, int percent) {
        long wanted = Math.ceilDiv(calls * percent, 100);
        long seen = 0;
        for (Slice slice : sorted) {
            seen += slice.calls();
            if (seen >= wanted) {
                return slice.slowestMicros();
            }
        }
        return 0;
    }
}
