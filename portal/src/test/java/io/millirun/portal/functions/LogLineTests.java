package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTests {

    @Test
    void theNodeClientsLinesAreTakenApart() {
        assertThat(LogLine.parse("2026-11-24T09:15:22.131Z\t0193a5d2-7c1e\tWARN\tno\tEXIF"))
                .isEqualTo(new LogLine("2026-11-24T09:15:22.131Z", "WARN", "no\tEXIF"));
    }

    @Test
    void pythonsLoggingIsTakenApart() {
        assertThat(LogLine.parse("[ERROR]\t2026-11-24T09:15:22.131Z\t0193a5d2\tboom"))
                .isEqualTo(new LogLine("2026-11-24T09:15:22.131Z", "ERROR", "boom"));
        assertThat(LogLine.parse("[INFO]\tloaded")).isEqualTo(new LogLine("", "INFO", "loaded"));
    }

    @Test
    void thePlatformsLinesAreKnown() {
        assertThat(LogLine.parse("END RequestId: 0193a5d2").style()).isEqualTo("log__line--platform");
    }

    @Test
    void allElseIsText() {
        assertThat(LogLine.parse("STARTING")).isEqualTo(new LogLine("", "", "STARTING"));
        assertThat(LogLine.parse("")).isEqualTo(new LogLine("", "", ""));
    }
}
