package io.millirun.runtimemanager.housekeeping;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of housekeeping.
 *
 * @param interval how often this node looks for what can go
 * @param keepPackages how long a code package stays that nothing refers to, so that what is being edited or deployed at
 *     the moment finds it
 * @param keepBuilds how long builds and their logs stay that are neither a function's last nor made what it runs
 * @param keepNames how long the names of deleted functions stay; no shorter than usage records do
 */
@ConfigurationProperties("millirun.housekeeping")
public record HousekeepingProperties(
        @DefaultValue("1h") Duration interval,
        @DefaultValue("1d") Duration keepPackages,
        @DefaultValue("30d") Duration keepBuilds,
        @DefaultValue("430d") Duration keepNames) {

    public HousekeepingProperties {
        if (!interval.isPositive() || keepPackages.isNegative() || keepBuilds.isNegative() || keepNames.isNegative()) {
            throw new IllegalArgumentException("settings of millirun.housekeeping must be positive");
        }
    }
}
