package io.millirun.runtimemanager.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.metering.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilledTimeTests {

    @ParameterizedTest
    @CsvSource({
        // outcome, duration µs, init µs, free ms, billed ms
        "OK,             1,       0, 1000,    1",
        "OK,          1000,       0, 1000,    1",
        "OK,          1001,       0, 1000,    2",
        "OK,           500,  999999, 1000,    1",
        "OK,           500, 1000000, 1000,    1",
        "OK,           500, 1000001, 1000,    2",
        "OK,           500, 2500000,    0, 2501",
        "TIMEOUT,  3000000,       0, 1000, 3000",
        "FUNCTION_ERROR, 0, 1500000, 1000,  500",
        "PLATFORM_FAULT, 9000, 9000000, 0,    0",
        "UNWITNESSED,    9000, 9000000, 0,    0"
    })
    void roundsHandlerAndInitUpAndChargesInitBeyondTheFreePart(
            Outcome outcome, long durationMicros, long initMicros, long freeMs, long billedMs) {
        assertThat(BilledTime.ms(outcome, durationMicros, initMicros, freeMs)).isEqualTo(billedMs);
    }
}
