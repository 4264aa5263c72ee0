package io.millirun.portal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DayChartTests {

    @Test
    void theScaleEndsAboveTheLargestDay() {
        assertThat(chart("0.51", "0.71").scale()).containsExactly("0.8", "0.6", "0.4", "0.2", "0.0");
        assertThat(chart("3").scale()).containsExactly("4", "3", "2", "1", "0");
        assertThat(chart("1200").scale()).containsExactly("2000", "1500", "1000", "500", "0");
        assertThat(chart("0", "0").scale()).containsExactly("4", "3", "2", "1", "0");
    }

    @Test
    void barsStandSideBySide() {
        DayChart chart = chart("1", "2", "4", "0");

        assertThat(chart.bars())
                .extracting(bar -> bar.left().toString())
                .containsExactly("0.00", "25.00", "50.00", "75.00");
        assertThat(chart.bars())
                .extracting(bar -> bar.height().toString())
                .containsExactly("25.00", "50.00", "100.00", "0.00");
        assertThat(chart.bars())
                .extracting(bar -> bar.y().toString())
                .containsExactly("75.00", "50.00", "0.00", "100.00");
    }

    @Property(tries = 200)
    void noBarLeavesTheDrawing(
            @ForAll @Size(min = 1, max = 31) List<@BigRange(min = "0", max = "1000000") @Scale(13) BigDecimal> days) {
        DayChart chart = DayChart.of(
                days.stream().map(value -> new DayChart.Day(value, "")).toList(), BigDecimal::toPlainString);

        assertThat(chart.bars()).hasSameSizeAs(days).allSatisfy(bar -> {
            assertThat(bar.height()).isBetween(BigDecimal.ZERO, BigDecimal.valueOf(100));
            assertThat(bar.x().add(bar.width())).isLessThanOrEqualTo(BigDecimal.valueOf(100.1));
        });
    }

    private static DayChart chart(String... values) {
        return DayChart.of(
                Stream.of(values)
                        .map(value -> new DayChart.Day(new BigDecimal(value), value))
                        .toList(),
                BigDecimal::toPlainString);
    }
}
