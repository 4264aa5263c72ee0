package io.millirun.runtimemanager.logs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of function logs.
 *
 * @param retention how long the logs of a function are kept that has no setting of its own
 * @param longestRetention the longest that a function may choose
 * @param queue output that may wait to be written, on one node, before more of it is dropped
 * @param gather how long a node waits for more output before it writes
 * @param progress how often the output of a call that still runs is kept
 * @param eventLimit largest event that is kept for running it again
 */
@ConfigurationProperties("millirun.logs")
public record LogProperties(
        @DefaultValue("14d") Duration retention,
        @DefaultValue("90d") Duration longestRetention,
        @DefaultValue("64MB") DataSize queue,
        @DefaultValue("100ms") Duration gather,
        @DefaultValue("1s") Duration progress,
        @DefaultValue("64KB") DataSize eventLimit) {

    public LogProperties {
        if (retention.toDays() < 1 || longestRetention.compareTo(retention) < 0) {
            throw new IllegalArgumentException(
                    "millirun.logs.retention must be a day at least, and longest-retention not less");
        }
        if (!gather.isPositive() || !progress.isPositive() || queue.toMegabytes() < 1) {
            throw new IllegalArgumentException("settings of millirun.logs must be positive, its queue 1 MB at least");
        }
    }
}
