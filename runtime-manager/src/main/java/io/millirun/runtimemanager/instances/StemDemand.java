package io.millirun.runtimemanager.instances;

import java.time.Duration;

/**
 * How many stems of one kind were lately wanted at once. The level rises by one with every cold start and falls within
 * seconds; its peak is remembered for minutes and says how many to keep. Pure.
 *
 * @param level cold starts in the time that it takes to refill, fading
 * @param peak highest level lately, fading
 * @param atNanos when both were true
 */
record StemDemand(double level, double peak, long atNanos) {

    private static final double REFILL = Duration.ofSeconds(3).toNanos();
    private static final double MEMORY = Duration.ofMinutes(10).toNanos();

    /** Below half a stem there is no demand. */
    private static final double ROUNDING = 0.5;

    static StemDemand none(long nowNanos) {
        return new StemDemand(0, 0, nowNanos);
    }

    /** The demand after one more cold start. */
    StemDemand risen(long nowNanos) {
        StemDemand now = faded(nowNanos);
        double level = now.level + 1;
        return new StemDemand(level, Math.max(now.peak, level), nowNanos);
    }

    /** Stems to keep, between {@code least} and {@code most}. */
    int target(long nowNanos, int least, int most) {
        return Math.clamp((int) Math.floor(faded(nowNanos).peak + ROUNDING), least, most);
    }

    private StemDemand faded(long nowNanos) {
        double passed = nowNanos - atNanos;
        return new StemDemand(level * Math.exp(-passed / REFILL), peak * Math.exp(-passed / MEMORY), nowNanos);
    }
}
