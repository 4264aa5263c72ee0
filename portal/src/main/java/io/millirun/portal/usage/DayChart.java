package io.millirun.portal.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A bar for each day, in a drawing of 100 by 100.
 *
 * @param scale texts of the vertical axis, from the top to zero
 */
public record DayChart(List<Bar> bars, List<String> scale) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final List<BigDecimal> STEPS = List.of(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.valueOf(5));
    private static final int LINES = 4;

    /**
     * A bar.
     *
     * @param tip what the bar says
     * @param left where the day's column begins
     * @param column its width
     */
    public record Bar(
            String tip, BigDecimal left, BigDecimal column, BigDecimal x, BigDecimal width, BigDecimal height) {

        /** Where the bar begins from the top. */
        public BigDecimal y() {
            return HUNDRED.subtract(height);
        }
    }

    /** One day's value. */
    public record Day(BigDecimal value, String tip) {}

    /** The chart of {@code days}, at least one; {@code label} writes the values of its axis. */
    public static DayChart of(List<Day> days, Function<BigDecimal, String> label) {
        BigDecimal most = days.stream().map(Day::value).reduce(BigDecimal.ZERO, BigDecimal::max);
        BigDecimal step = step(most);
        BigDecimal top = step.multiply(BigDecimal.valueOf(LINES));
        BigDecimal column = HUNDRED.divide(BigDecimal.valueOf(days.size()), 4, RoundingMode.HALF_UP);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            BigDecimal left = column.multiply(BigDecimal.valueOf(i));
            bars.add(new Bar(
                    days.get(i).tip(),
                    tidy(left),
                    tidy(column),
                    tidy(left.add(column.multiply(new BigDecimal("0.14")))),
                    tidy(column.multiply(new BigDecimal("0.72"))),
                    tidy(days.get(i).value().multiply(HUNDRED).divide(top, 4, RoundingMode.HALF_UP))));
        }
        // All labels with as many decimals as the finest of them needs.
        BigDecimal unit = step.setScale(Math.max(0, step.stripTrailingZeros().scale()), RoundingMode.UNNECESSARY);
        List<String> scale = new ArrayList<>();
        for (int line = LINES; line >= 0; line--) {
            scale.add(label.apply(unit.multiply(BigDecimal.valueOf(line))));
        }
        return new DayChart(bars, scale);
    }

    /** The least of 1, 2, 5, 10, … (or a tenth of it, a hundredth, …) of which four reach {@code most}. */
    private static BigDecimal step(BigDecimal most) {
        if (most.signum() == 0) {
            return BigDecimal.ONE;
        }
        BigDecimal wanted = most.divide(BigDecimal.valueOf(LINES), most.scale() + 2, RoundingMode.UP);
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(wanted.precision() - wanted.scale() - 1);
        return STEPS.stream()
                .map(power::multiply)
                .filter(step -> step.compareTo(wanted) >= 0)
                .findFirst()
                .orElseGet(() -> power.scaleByPowerOfTen(1));
    }

    private static BigDecimal tidy(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP);
    }
}
