package io.millirun.bench;

/**
 * What every scenario works with.
 *
 * @param scale 1 for the full run; less makes every count smaller, for a quick look
 */
record Bench(Platform platform, Functions functions, double scale) {

    static final String EVENT = "{\"name\":\"Ada\"}";

    /** {@code count} by the scale, at least 3. */
    int times(int count) {
        return (int) Math.max(3, Math.round(count * scale));
    }
}
