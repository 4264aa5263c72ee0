package io.millirun.portal.rightsize;

import io.millirun.portal.functions.TestRun;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function did at one memory size.
 *
 * @param calls warm calls that were measured; the first call, which is cold, is not among them
 * @param initMicros init of the first call; 0 if it found a warm instance
 * @param medianMicros median handler time of the warm calls
 * @param slowestMicros longest handler time of the warm calls
 * @param peakMb most memory a call held; null where it was not measured
 * @param price mean list price of a warm call, exact
 * @param problem why there are no figures: the function's or the platform's message; null if there are
 */
record Trial(
        int memoryMb,
        int calls,
        long initMicros,
        long medianMicros,
        long slowestMicros,
        @Nullable Long peakMb,
        BigDecimal price,
        String currency,
        @Nullable String problem) {

    /** Enough digits for the price of a call that is a mean of several. */
    private static final int SCALE = 18;

    /** The figures of {@code first}, a cold call, and {@code warm}, the calls after it. */
    static Trial of(int memoryMb, TestRun first, List<TestRun> warm) {
        List<TestRun.Figures> figures = warm.stream().map(Trial::figures).toList();
        List<Long> durations =
                figures.stream().map(TestRun.Figures::durationMicros).sorted().toList();
        Long peak = null;
        BigDecimal sum = BigDecimal.ZERO;
        String currency = "";
        for (TestRun.Figures each : figures) {
            int space = each.cost().lastIndexOf(' ');
            sum = sum.add(new BigDecimal(each.cost().substring(0, space)));
            currency = each.cost().substring(space + 1);
            Long seen = each.peakMb();
            peak = seen != null && (peak == null || seen > peak) ? seen : peak;
        }
        return new Trial(
                memoryMb,
                warm.size(),
                figures(first).initMicros(),
                durations.get((durations.size() - 1) / 2),
                durations.getLast(),
                peak,
                sum.divide(BigDecimal.valueOf(warm.size()), SCALE, RoundingMode.HALF_UP),
                currency,
                null);
    }

    static Trial failed(int memoryMb, String problem) {
        return new Trial(memoryMb, 0, 0, 0, 0, null, BigDecimal.ZERO, "", problem);
    }

    private static TestRun.Figures figures(TestRun run) {
        TestRun.Figures figures = run.figures();
        if (figures == null) {
            throw new IllegalArgumentException("call " + run.requestId() + " did not run");
        }
        return figures;
    }
}
