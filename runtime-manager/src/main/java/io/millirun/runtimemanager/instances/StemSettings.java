package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;
import java.time.Duration;

/**
 * Bounds of the reserve of stems.
 *
 * @param least stems kept ready per runtime in the base class, whatever the demand
 * @param most stems kept ready per runtime and memory class, however great the demand
 * @param base memory class of the stems that are kept without demand
 * @param cpuPercent share of the machine's CPU, 1 to 100, that refilling may use while calls run
 * @param quiet time without a cold start after which refilling begins
 * @param patience longest time that refilling waits for quiet
 */
public record StemSettings(int least, int most, MemorySize base, int cpuPercent, Duration quiet, Duration patience) {

    public StemSettings {
        if (least < 0 || most < least || cpuPercent < 1 || cpuPercent > 100) {
            throw new IllegalArgumentException("bounds of the stems: 0 <= least <= most, 1 to 100 percent of CPU");
        }
    }
}
