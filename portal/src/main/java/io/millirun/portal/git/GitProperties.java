package io.millirun.portal.git;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How repositories are fetched.
 *
 * @param transferLimit most that one fetch may transfer
 * @param timeout longest that one fetch may take
 * @param allowedNetworks private networks, as CIDR, that repositories may be in; all others are refused
 * @param plain whether repositories may be reached by http instead of https
 */
@ConfigurationProperties("millirun.git")
record GitProperties(
        @DefaultValue("100MB") DataSize transferLimit,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue("false") boolean plain) {

    GitProperties {
        if (!timeout.isPositive() || transferLimit.toBytes() <= 0) {
            throw new IllegalArgumentException("limits of millirun.git must be positive");
        }
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
