package io.millirun.portal.functions;

import io.millirun.metering.ledger.CallJournal.HourOfCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A function's calls of the last hours as tiny bars, in a drawing 24 high and 4 wide for each hour.
 *
 * @param bars those of hours with calls
 * @param width of the drawing
 */
record Sparkline(List<Bar> bars, int width) {

    private static final int HEIGHT = 24;
    private static final int STEP = 4;

    /** @param bad whether the code failed one of the hour's calls */
    record Bar(int x, long y, long height, boolean bad) {}

    /** @param first the first of {@code count} hours */
    static Sparkline of(List<HourOfCalls> hours, Instant first, int count) {
        long most =
                Math.max(1, hours.stream().mapToLong(HourOfCalls::calls).max().orElse(1));
        List<Bar> bars = new ArrayList<>();
        for (HourOfCalls hour : hours) {
            long height = Math.max(2, hour.calls() * HEIGHT / most);
            int x = Math.toIntExact(Duration.between(first, hour.hour()).toHours()) * STEP;
            bars.add(new Bar(x, HEIGHT - height, height, hour.errors() > 0));
        }
        return new Sparkline(bars, count * STEP);
    }
}
