package io.millirun.portal.rightsize;

import io.millirun.billing.rating.Figures;
import io.millirun.portal.figure.Figure;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Trials as the page shows them.
 *
 * @param running whether more results will come by themselves
 */
record RightSizePage(List<Row> rows, int done, int all, boolean running, boolean interrupted) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /**
     * One memory size.
     *
     * @param perMillion price of a million warm calls
     * @param share its median duration, in percent of the slowest row's; for the bar beside it
     * @param current whether the function has this size now
     */
    record Row(
            int memoryMb,
            Figure init,
            Figure median,
            Figure slowest,
            String peak,
            Figure perCall,
            Figure perMillion,
            long share,
            boolean cheapest,
            boolean fastest,
            boolean current,
            @Nullable String problem) {}

    static RightSizePage of(RightSizing sizing, int currentMb, boolean interrupted) {
        long slowest =
                sizing.trials().stream().mapToLong(Trial::medianMicros).max().orElse(1);
        OptionalInt cheapest = sizing.cheapest();
        OptionalInt fastest = sizing.fastest();
        return new RightSizePage(
                sizing.trials().stream()
                        .map(trial -> row(trial, currentMb, Math.max(1, slowest), cheapest, fastest))
                        .toList(),
                sizing.trials().size(),
                sizing.sizes().size(),
                !sizing.finished() && !interrupted,
                interrupted);
    }

    private static Row row(Trial trial, int currentMb, long slowest, OptionalInt cheapest, OptionalInt fastest) {
        boolean failed = trial.problem() != null;
        Currency currency = failed ? Currency.getInstance("XXX") : Currency.getInstance(trial.currency());
        return new Row(
                trial.memoryMb(),
                trial.initMicros() == 0 ? Figure.NONE : Figure.millis(trial.initMicros()),
                Figure.millis(trial.medianMicros()),
                Figure.millis(trial.slowestMicros()),
                trial.peakMb() == null ? "–" : Figures.of(trial.peakMb()) + " MB",
                failed ? Figure.NONE : Figure.price(trial.price(), currency),
                failed ? Figure.NONE : Figure.price(trial.price().multiply(MILLION), currency),
                trial.medianMicros() * 100 / slowest,
                cheapest.isPresent() && cheapest.getAsInt() == trial.memoryMb(),
                fastest.isPresent() && fastest.getAsInt() == trial.memoryMb(),
                trial.memoryMb() == currentMb,
                trial.problem());
    }
}
