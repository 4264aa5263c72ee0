package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.MemorySize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefillPaceTests {

    private static final StemSettings SETTINGS = new StemSettings(
            2, 10, new MemorySize(MemorySize.LEAST), 25, Duration.ofMillis(250), Duration.ofSeconds(2));

    private final RefillPace pace = new RefillPace(SETTINGS, 2, 0);

    @Test
    void aStemIsNotStartedBesideAColdStartNorJustAfterIt() {
        pace.coldStart(ms(1_000));
        pace.satisfied(ms(1_000));

        assertThat(pace.allows(ms(1_100), 1, 1)).isFalse();
        assertThat(pace.allows(ms(1_100), 0, 0)).isFalse();
        assertThat(pace.allows(ms(1_250), 0, 0)).isTrue();
    }

    @Test
    void coldStartsWithoutAnEndHoldItUpForAWhileOnly() {
        pace.satisfied(ms(1_000));
        pace.coldStart(ms(2_900));

        assertThat(pace.allows(ms(2_990), 1, 1)).isFalse();
        assertThat(pace.allows(ms(3_000), 1, 1)).isTrue();
    }

    @Test
    void besideCallsItUsesItsShareOfTheCpuAndNoMore() {
        int started = 0;
        for (long now = 1_000; now < 61_000; now += 50) {
            if (pace.allows(ms(now), 0, 5)) {
                pace.started(ms(now));
                pace.ready(Duration.ofMillis(150).toNanos() / 1_000);
                started++;
            }
        }

        // a quarter of two cores for a minute, at 300 ms each
        assertThat(started).isBetween(95, 104);
    }

    @Test
    void withoutCallsItNeedNotSave() {
        for (int n = 0; n < 20; n++) {
            assertThat(pace.allows(ms(1_000 + n), 0, 0)).isTrue();
            pace.started(ms(1_000 + n));
        }
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
