package io.millirun.portal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.rating.Money;
import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class FigureTests {

    private static final Currency USD = Currency.getInstance("USD");

    @Test
    void countsAreGroupedForPeopleAndPlainForPrograms() {
        assertThat(Figure.count(1_234_567)).isEqualTo(new Figure("1,234,567", "1234567"));
    }

    @Test
    void gbSecondsAreRoundedForPeopleAndExactForPrograms() {
        assertThat(Figure.gbSeconds(128)).isEqualTo(new Figure("0.000125", "0.000125"));
        assertThat(Figure.gbSeconds(784_396_779_521L)).isEqualTo(new Figure("766,012.48", "766012.4800009765625"));
        assertThat(Figure.exactGbSeconds(784_396_779_521L).text()).isEqualTo("766,012.4800009765625");
        assertThat(Figure.gbSeconds(0)).isEqualTo(new Figure("0", "0"));
    }

    @Test
    void aSmallPriceIsNeverShownAsZero() {
        assertThat(Figure.price(new BigDecimal("0.0000002020833375"), USD))
                .isEqualTo(new Figure("$0.000000202", "0.0000002020833375"));
        assertThat(Figure.exactPrice(new BigDecimal("0.0000002020833375"), USD).text())
                .isEqualTo("$0.0000002020833375");
        assertThat(Figure.price(new BigDecimal("6.94123"), USD)).isEqualTo(new Figure("$6.94", "6.94123"));
        assertThat(Figure.price(BigDecimal.ZERO, USD)).isEqualTo(new Figure("$0", "0"));
        assertThat(Figure.price(new BigDecimal("-6.87123"), USD)).isEqualTo(new Figure("\u2212$6.87", "-6.87123"));
        assertThat(Figure.price(new BigDecimal("400"), USD)).isEqualTo(new Figure("$400.00", "400"));
    }

    @Property
    void aPricesValueIsAlwaysExact(@ForAll @BigRange(min = "-1000000", max = "1000000") @Scale(18) BigDecimal exact) {
        Figure price = Figure.price(exact, USD);

        assertThat(new BigDecimal(price.value())).isEqualByComparingTo(exact);
        assertThat(price.text().matches(".*[1-9].*")).isEqualTo(exact.signum() != 0);
    }

    @Test
    void measuresNameTheirUnit() {
        assertThat(Figure.money(new Money(1_873, USD))).isEqualTo(new Figure("$18.73", "18.73"));
        assertThat(Figure.millis(12_345)).isEqualTo(new Figure("12.345 ms", "12345"));
        assertThat(Figure.time(417)).isEqualTo(new Figure("0.417 ms", "417"));
        assertThat(Figure.time(41_000)).isEqualTo(new Figure("41 ms", "41000"));
        assertThat(Figure.time(1_024_000)).isEqualTo(new Figure("1.02 s", "1024000"));
        assertThat(Figure.megabytes(33_554_432)).isEqualTo(new Figure("32.0 MB", "33554432"));
        assertThat(Figure.megabytes(-1)).isEqualTo(Figure.NONE);
    }

    @Test
    void sharesOfNothingAreZero() {
        assertThat(Figure.share(0, 0)).isEqualTo(new Figure("0", "0"));
        assertThat(Figure.share(1, 3)).isEqualTo(new Figure("33.33", "1"));
        assertThat(Figure.share(3, 3)).isEqualTo(new Figure("100", "3"));
    }
}
