package io.millirun.metering;

import java.time.Duration;
import java.time.Period;
import org.springframework.util.unit.DataSize;

/** Settings for tests: quick, small. */
public final class TestSettings {

    private TestSettings() {}

    public static MeteringProperties metering() {
        return new MeteringProperties(
                "node-1",
                new MeteringProperties.Spool(
                        Duration.ofMillis(50),
                        DataSize.ofKilobytes(64),
                        Duration.ofMinutes(10),
                        DataSize.ofMegabytes(16)),
                new MeteringProperties.Shipping(
                        500, Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofMillis(200)),
                Period.ofMonths(13));
    }
}
