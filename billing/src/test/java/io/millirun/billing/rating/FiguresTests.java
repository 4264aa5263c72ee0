package io.millirun.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class FiguresTests {

    private static final Currency USD = Currency.getInstance("USD");

    @Test
    void everyDigitIsShown() {
        assertThat(Figures.of(0)).isEqualTo("0");
        assertThat(Figures.of(1_234_567)).isEqualTo("1,234,567");
        assertThat(Figures.of(new BigDecimal("9876543210.0000000000123"))).isEqualTo("9,876,543,210.0000000000123");
        assertThat(Figures.of(new BigDecimal("1.50"))).isEqualTo("1.50");
    }

    @Test
    void moneyShowsItsCurrencyAndAllItsMinorDigits() {
        assertThat(Figures.money(new Money(1_873, USD))).isEqualTo("$18.73");
        assertThat(Figures.money(new Money(5, Currency.getInstance("JPY")))).isEqualTo("¥5");
        assertThat(Figures.money(new Money(2, Currency.getInstance("BHD")))).isEqualTo("BHD\u00a00.002");
        assertThat(Figures.money(new Money(0, USD))).isEqualTo("$0.00");
        assertThat(Figures.money(new BigDecimal("-6.87"), USD)).isEqualTo("\u2212$6.87");
        assertThat(Figures.money(new BigDecimal("0.0000166667"), USD)).isEqualTo("$0.0000166667");
    }
}
