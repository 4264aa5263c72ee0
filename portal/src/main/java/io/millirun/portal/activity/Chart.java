package io.millirun.portal.activity;

import io.millirun.billing.rating.Figures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drawing of 100 by 100 over time: stacked bars, or lines.
 *
 * @param id name of the chart and of its texts
 * @param unit of the values, empty if they are counts
 * @param scale texts of the vertical axis, from the top to zero
 * @param columns one for each step of time
 * @param lines a line for each series; none where bars are drawn
 */
record Chart(String id, String unit, List<String> scale, List<Column> columns, List<Line> lines, List<String> series) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final List<BigDecimal> STEPS = List.of(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.valueOf(5));
    private static final int GRID = 4;

    /**
     * What happened in one step of time.
     *
     * @param label of its time, UTC
     * @param values one for each series; null where there is none
     */
    record Step(String label, List<@Nullable BigDecimal> values) {}

    /**
     * A step as it is drawn.
     *
     * @param left where it begins
     * @param width its width
     * @param tip what it says
     * @param bars from the bottom upwards
     */
    record Column(BigDecimal left, BigDecimal width, String tip, List<Bar> bars) {}

    /** @param series which of the series it is, counted from 1 */
    record Bar(int series, BigDecimal x, BigDecimal y, BigDecimal width, BigDecimal height) {}

    /**
     * @param series which of the series it is, counted from 1
     * @param paths stretches without a gap: {@code x,y x,y …}
     * @param dots points that stand alone, {@code x,y x,y}
     */
    record Line(int series, List<String> paths, List<String> dots) {}

    /** Series on top of each other. */
    static Chart stacked(String id, String unit, List<String> series, List<Step> steps) {
        BigDecimal most = steps.stream().map(Chart::sum).reduce(BigDecimal.ZERO, BigDecimal::max);
        Scale scale = Scale.of(most);
        BigDecimal width = width(steps);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            BigDecimal left = width.multiply(BigDecimal.valueOf(i));
            List<Bar> bars = new ArrayList<>();
            BigDecimal base = HUNDRED;
            for (int s = 0; s < series.size(); s++) {
                BigDecimal height = scale.height(or(steps.get(i).values().get(s)));
                base = base.subtract(height);
                if (height.signum() > 0) {
                    bars.add(new Bar(
                            s + 1,
                            tidy(left.add(width.multiply(new BigDecimal("0.12")))),
                            tidy(base),
                            tidy(width.multiply(new BigDecimal("0.76"))),
                            tidy(height)));
                }
            }
            columns.add(new Column(tidy(left), tidy(width), tip(series, steps.get(i), unit), bars));
        }
        return new Chart(id, unit, scale.labels(), columns, List.of(), series);
    }

    /** A line for each series; steps without a value interrupt it. */
    static Chart lines(String id, String unit, List<String> series, List<Step> steps) {
        BigDecimal most = steps.stream()
                .flatMap(step -> step.values().stream())
                .filter(value -> value != null)
                .reduce(BigDecimal.ZERO, BigDecimal::max);
        Scale scale = Scale.of(most);
        BigDecimal width = width(steps);
        List<Line> lines = new ArrayList<>();
        for (int s = 0; s < series.size(); s++) {
            List<String> paths = new ArrayList<>();
            List<String> dots = new ArrayList<>();
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < steps.size(); i++) {
                BigDecimal value = steps.get(i).values().get(s);
                if (value != null) {
                    BigDecimal x = tidy(width.multiply(BigDecimal.valueOf(i))
                            .add(width.divide(BigDecimal.TWO, 4, RoundingMode.HALF_UP)));
                    BigDecimal y = tidy(HUNDRED.subtract(scale.height(value)));
                    path.append(path.isEmpty() ? "" : " ").append(x).append(',').append(y);
                }
                if ((value == null || i == steps.size() - 1) && !path.isEmpty()) {
                    if (path.indexOf(" ") < 0) {
                        // A line to itself, which round ends make a dot.
                        dots.add(path + " " + path);
                    } else {
                        paths.add(path.toString());
                    }
                    path.setLength(0);
                }
            }
            lines.add(new Line(s + 1, paths, dots));
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            columns.add(new Column(
                    tidy(width.multiply(BigDecimal.valueOf(i))),
                    tidy(width),
                    tip(series, steps.get(i), unit),
                    List.of()));
        }
        return new Chart(id, unit, scale.labels(), columns, lines, series);
    }

    private static BigDecimal width(List<Step> steps) {
        return HUNDRED.divide(BigDecimal.valueOf(Math.max(1, steps.size())), 4, RoundingMode.HALF_UP);
    }

    private static String tip(List<String> series, Step step, String unit) {
        var tip = new StringBuilder(step.label());
        for (int s = 0; s < series.size(); s++) {
            BigDecimal value = step.values().get(s);
            if (value != null) {
                tip.append('\n').append(series.get(s)).append(' ').append(text(value, unit));
            }
        }
        return tip.toString();
    }

    /** A value with its unit. */
    static String text(@Nullable BigDecimal value, String unit) {
        return value == null ? "–" : Figures.of(value) + (unit.isEmpty() ? "" : " " + unit);
    }

    private static BigDecimal sum(Step step) {
        return step.values().stream().map(Chart::or).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal or(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }

    private static BigDecimal tidy(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP);
    }

    /** @param top value at the top of the drawing */
    private record Scale(BigDecimal top, List<String> labels) {

        static Scale of(BigDecimal most) {
            BigDecimal step = step(most);
            BigDecimal unit =
                    step.setScale(Math.max(0, step.stripTrailingZeros().scale()), RoundingMode.UNNECESSARY);
            List<String> labels = new ArrayList<>();
            for (int line = GRID; line >= 0; line--) {
                labels.add(Figures.of(unit.multiply(BigDecimal.valueOf(line))));
            }
            return new Scale(step.multiply(BigDecimal.valueOf(GRID)), labels);
        }

        BigDecimal height(BigDecimal value) {
            return value.multiply(HUNDRED).divide(top, 4, RoundingMode.HALF_UP);
        }

        /** The least of 1, 2, 5, 10, … (or a tenth of it, a hundredth, …) of which four reach {@code most}. */
        private static BigDecimal step(BigDecimal most) {
            if (most.signum() == 0 || (most.scale() == 0 && most.compareTo(BigDecimal.valueOf(GRID)) <= 0)) {
                return BigDecimal.ONE; // Whole numbers have no halves.
            }
            BigDecimal wanted = most.divide(BigDecimal.valueOf(GRID), most.scale() + 2, RoundingMode.UP);
            BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(wanted.precision() - wanted.scale() - 1);
            return STEPS.stream()
                    .map(power::multiply)
                    .filter(step -> step.compareTo(wanted) >= 0)
                    .findFirst()
                    .orElseGet(() -> power.scaleByPowerOfTen(1));
        }
    }
}
