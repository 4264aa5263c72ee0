package io.millirun.bench;

import java.util.Locale;

/**
 * One aim of the design held against what was measured.
 *
 * @param figure what was measured, in the design's words
 * @param measured the value, with its unit
 * @param aim the value to reach, with its unit
 * @param met whether it is reached
 * @param why what explains a gap, or what the value was made from
 */
record Aim(String figure, String measured, String aim, boolean met, String why) {

    /** {@code value} should be at most {@code limit}. */
    static Aim atMost(String figure, double value, double limit, String unit, String why) {
        return new Aim(figure, text(value, unit), "≤ " + text(limit, unit), value <= limit, why);
    }

    /** {@code value} should be at least {@code limit}. */
    static Aim atLeast(String figure, double value, double limit, String unit, String why) {
        return new Aim(figure, text(value, unit), "≥ " + text(limit, unit), value >= limit, why);
    }

    private static String text(double value, String unit) {
        double size = Math.abs(value);
        String number = size >= 1000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.3f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
