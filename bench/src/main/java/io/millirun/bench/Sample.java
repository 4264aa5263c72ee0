package io.millirun.bench;

import java.util.Arrays;
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

    @Override
    public long[] nanos() {
        return nanos.clone();
    }

    int count() {
        return nanos.length;
    }

    /** Milliseconds below which the share {@code p} of all times lie. */
    double percentileMs(double p) {
        return nanos[(int) Math.min(nanos.length - 1L, Math.round(p * (nanos.length - 1)))] / 1e6;
    }

    double perSecond() {
        return nanos.length / seconds;
    }

    /** A row of the report. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.3f | %.3f | %.3f | %.0f |",
                name,
                count(),
                percentileMs(0.5),
                percentileMs(0.99),
                percentileMs(1),
                perSecond());
    }
}
