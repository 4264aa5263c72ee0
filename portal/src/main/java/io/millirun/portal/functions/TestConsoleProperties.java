package io.millirun.portal.functions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the test console waits.
 *
 * @param connectTimeout longest that connecting to the gateway may take
 * @param grace longest that a call may take beyond the function's timeout: queueing, starting, loading
 */
@ConfigurationProperties("millirun.test-console")
record TestConsoleProperties(
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("90s") Duration grace) {

    TestConsoleProperties {
        if (!connectTimeout.isPositive() || grace.isNegative()) {
            throw new IllegalArgumentException("timeouts of millirun.test-console must be positive");
        }
    }
}
