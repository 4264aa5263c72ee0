package io.millirun.portal.activity;

import io.millirun.portal.figure.Figure;
import java.math.BigDecimal;
import java.util.List;

/**
 * Where the time of a call went, on one ruler.
 *
 * @param marks of the ruler's quarters, in milliseconds
 */
record Waterfall(List<Part> parts, List<String> marks) {

    /**
     * A stretch of the ruler.
     *
     * @param name {@code queue}, {@code init} or {@code run}
     * @param x where it begins, in percent
     * @param width in percent, never so small that it cannot be seen
     */
    record Part(String name, String x, String width, Figure time) {}

    static Waterfall of(long queueMicros, long initMicros, long runMicros) {
        long total = Math.max(1, queueMicros + initMicros + runMicros);
        return new Waterfall(
                List.of(
                                part("queue", 0, queueMicros, total),
                                part("init", queueMicros, initMicros, total),
                                part("run", queueMicros + initMicros, runMicros, total))
                        .stream()
                        .filter(part -> !part.time().value().equals("0"))
                        .toList(),
                List.of(mark(total, 1), mark(total, 2), mark(total, 3), mark(total, 4)));
    }

    private static Part part(String name, long start, long length, long total) {
        return new Part(
                name, percent(start, total), percent(Math.max(length, total / 250), total), Figure.millis(length));
    }

    private static String percent(long part, long total) {
        return BigDecimal.valueOf(part * 10_000 / total, 2).toPlainString() + "%";
    }

    private static String mark(long total, int quarter) {
        return BigDecimal.valueOf(total * quarter / 40, 2).toPlainString();
    }
}
