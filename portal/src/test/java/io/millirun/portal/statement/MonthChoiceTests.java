package io.millirun.portal.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.springframework.web.server.ResponseStatusException;

class MonthChoiceTests {

    private static final Clock NEW_YEAR_IN_TOKYO =
            Clock.fixed(Instant.parse("2026-12-31T23:59:59Z"), ZoneId.of("Asia/Tokyo"));

    @Test
    void theRunningMonthIsThatOfUtc() {
        MonthChoice months = MonthChoice.of(null, NEW_YEAR_IN_TOKYO);

        assertThat(months.shown()).isEqualTo(YearMonth.of(2026, 12));
        assertThat(months.isRunning()).isTrue();
        assertThat(months.next()).isNull();
        assertThat(months.previous()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(months.title()).isEqualTo("December 2026");
        assertThat(months.recent())
                .hasSize(13)
                .startsWith(YearMonth.of(2026, 12))
                .endsWith(YearMonth.of(2025, 12));
    }

    @Test
    void anEarlierMonthLeadsOn() {
        MonthChoice months = MonthChoice.of(YearMonth.of(2026, 10), NEW_YEAR_IN_TOKYO);

        assertThat(months.isRunning()).isFalse();
        assertThat(months.next()).isEqualTo(YearMonth.of(2026, 11));
    }

    @Test
    void aMonthThatHasNotBegunIsNotThere() {
        assertThatExceptionOfType(ResponseStatusException.class)
                .isThrownBy(() -> MonthChoice.of(YearMonth.of(2027, 1), NEW_YEAR_IN_TOKYO));
    }
}
