package io.millirun.bench;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times of one thing, done over and over.
 *
 * @param name what was done
 * @param seconds how long the whole took
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
record Sample(String name, long[] nanos, double seconds) {

    Sample {
        nanos = nanos.clone();
        Arrays.sort(nanos);
    }

    /** Times that were taken one after another. */
    static Sample of(String name, List<Long> nanos) {
        return new Sample(
                name,
                nanos.stream().mapToLong(Long::longValue).toArray(),
                nanos.stream().mapToLong(Long::longValue).sum() / 1e9);
    }

    @Override
    public long[] nanos() {
        return nanos.clone();
    }

    int count() {
        return nanos.length;
    }

    /** Milliseconds below which the share {@code p} of all times lie; not a number if there are none. */
    double percentileMs(double p) {
        return nanos.length == 0
                ? Double.NaN
                : nanos[(int) Math.min(nanos.length - 1L, Math.round(p * (nanos.length - 1)))] / 1e6;
    }

    double p50() {
        return percentileMs(0.5);
    }

    double p99() {
        return percentileMs(0.99);
    }

    double perSecond() {
        return nanos.length / seconds;
    }

    /** A row of the report. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.3f | %.3f | %.3f | %.3f | %.0f |",
                name,
                count(),
                p50(),
                percentileMs(0.9),
                p99(),
                percentileMs(1),
                perSecond());
    }

    JsonObject json() {
        return new JsonObject()
                .put("name", name)
                .put("calls", count())
                .put("p50Ms", p50())
                .put("p90Ms", percentileMs(0.9))
                .put("p99Ms", p99())
                .put("maxMs", percentileMs(1))
                .put("perSecond", perSecond());
    }
}
