package io.millirun.runtimemanager.instances;

import java.time.Duration;

/**
 * When the reserve of stems may be filled. Starting a container costs a third of a second of CPU, which a cold start beside
 * it would wait for: so refilling begins when no cold start has been for a moment, and while calls run it uses no more than
 * its share of CPU. Used under the fleet's lock only.
 */
final class RefillPace {

    /** What the engine spends on starting a container, besides what the container itself uses. */
    private static final Duration ENGINES_PART = Duration.ofMillis(150);

    private static final Duration FIRST_GUESS = Duration.ofMillis(300);

    private final StemSettings settings;
    private final int cores;
    private double costNanos = FIRST_GUESS.toNanos();
    private double budgetNanos = FIRST_GUESS.toNanos();
    private long countedAt;
    private long lastColdStart;
    private long wantedSince;

    RefillPace(StemSettings settings, int cores, long nowNanos) {
        this.settings = settings;
        this.cores = cores;
        this.countedAt = nowNanos;
        this.lastColdStart = nowNanos - settings.quiet().toNanos();
        this.wantedSince = nowNanos;
    }

    /** A function takes a stem, or has just finished its init in one. */
    void coldStart(long nowNanos) {
        lastColdStart = nowNanos;
    }

    /** The reserve is full. */
    void satisfied(long nowNanos) {
        wantedSince = nowNanos;
    }

    /**
     * Whether a stem may be started for the reserve now.
     *
     * @param inits functions that are in their init
     * @param calls calls that run or wait
     */
    boolean allows(long nowNanos, int inits, int calls) {
        earn(nowNanos);
        boolean quiet =
                inits == 0 && nowNanos - lastColdStart >= settings.quiet().toNanos();
        boolean impatient = nowNanos - wantedSince >= settings.patience().toNanos();
        return (quiet || impatient) && (calls == 0 || budgetNanos >= costNanos);
    }

    /** A stem is being started. */
    void started(long nowNanos) {
        earn(nowNanos);
        budgetNanos -= costNanos;
        wantedSince = nowNanos;
    }

    /** A stem is ready and has used {@code cpuMicros} until then; negative if unknown. */
    void ready(long cpuMicros) {
        if (cpuMicros >= 0) {
            costNanos += (ENGINES_PART.toNanos() + cpuMicros * 1_000.0 - costNanos) / 4;
        }
    }

    private void earn(long nowNanos) {
        budgetNanos += (nowNanos - countedAt) * (double) cores * settings.cpuPercent() / 100;
        budgetNanos = Math.clamp(budgetNanos, -2 * costNanos, 2 * costNanos);
        countedAt = nowNanos;
    }
}
