package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StemDemandTests {

    private static final int MOST = 10;

    @Test
    void aBurstIsRememberedForMinutesAndForgottenThen() {
        StemDemand demand = StemDemand.none(0);
        for (int n = 0; n < 6; n++) {
            demand = demand.risen(n * Duration.ofMillis(10).toNanos());
        }

        assertThat(demand.target(at(Duration.ofSeconds(1)), 1, MOST)).isEqualTo(6);
        assertThat(demand.target(at(Duration.ofMinutes(5)), 1, MOST)).isBetween(3, 5);
        assertThat(demand.target(at(Duration.ofHours(1)), 1, MOST)).isEqualTo(1);
        assertThat(demand.target(at(Duration.ofHours(1)), 0, MOST)).isZero();
    }

    @Test
    void coldStartsOneAfterAnotherWantOneStem() {
        StemDemand demand = StemDemand.none(0);
        for (int n = 0; n < 100; n++) {
            demand = demand.risen(at(Duration.ofSeconds(30L * n)));
        }

        assertThat(demand.target(at(Duration.ofMinutes(50)), 0, MOST)).isEqualTo(1);
    }

    @Test
    void aFloodWantsNoMoreThanTheBound() {
        StemDemand demand = StemDemand.none(0);
        for (int n = 0; n < 1_000; n++) {
            demand = demand.risen(n);
        }

        assertThat(demand.target(1_000, 0, MOST)).isEqualTo(MOST);
    }

    private static long at(Duration time) {
        return time.toNanos();
    }
}
