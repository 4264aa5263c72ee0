package io.millirun.portal.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceReadingTests {

    private static final Currency USD = Currency.getInstance("USD");

    private final List<String> problems = new ArrayList<>();

    @Test
    void theStandardCardComesBackAsItWasShown() {
        RateCard standard = RateCard.standard("standard", USD);

        assertThat(read(PriceForm.of(standard, ""))).hasValue(standard);
        assertThat(problems).isEmpty();
    }

    @Test
    void tiersAndAMinimumAreRead() {
        RateCard card = read(form("0", List.of(new TierRow("", "0.2"), new TierRow("5000000", "0.1")), "25.50"))
                .orElseThrow();

        assertThat(card.requests().tiers())
                .containsExactly(new Tier(0, new BigDecimal("0.2")), new Tier(5_000_000, new BigDecimal("0.1")));
        assertThat(card.minimumMinor()).isEqualTo(2550);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,20", "1e9", "-1", "", "0.1234567890123456789", "NaN", " 1 2"})
    void aPriceIsDigitsWithAPoint(String rate) {
        assertThat(read(form("0", List.of(new TierRow("0", rate), new TierRow("7", "1")), "")))
                .isEmpty();
        assertThat(problems).anyMatch(problem -> problem.startsWith("requestTiers"));
    }

    @ParameterizedTest
    @CsvSource({"5,9,prices.problem.tiers.first", "0,0,prices.problem.tiers.order"})
    void tiersBeginAtZeroAndRise(String first, String second, String code) {
        assertThat(read(form("0", List.of(new TierRow(first, "1"), new TierRow(second, "2")), "")))
                .isEmpty();
        assertThat(problems).containsExactly("requestTiers " + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.005", "-1", "x"})
    void aMinimumHasTheCurrencysDecimals(String minimum) {
        assertThat(read(form("0", List.of(new TierRow("0", "1")), minimum))).isEmpty();
        assertThat(problems).containsExactly("minimum prices.problem.minimum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-01T00:30", "tomorrow", "", "2026-13-01T00:00"})
    void pricesTakeEffectAtWholeHours(String text) {
        assertThat(PriceReading.hour(text, (field, code) -> problems.add(field + " " + code)))
                .isEmpty();
        assertThat(problems).containsExactly("effectiveFrom prices.problem.hour");
    }

    @Test
    void aMonthBelowTheMinimumIsFilledUpToIt() {
        RateCard card = read(form("0", List.of(new TierRow("0", "1")), "25")).orElseThrow();

        MonthPrice small = MonthPrice.of(card, new PriceReading.Usage(2_000_000, 0));
        MonthPrice large = MonthPrice.of(card, new PriceReading.Usage(40_000_000, 0));

        assertThat(small.minimum()).isEqualTo(new Money(2300, USD));
        assertThat(small.total()).isEqualTo(new Money(2500, USD));
        assertThat(large.total()).isEqualTo(new Money(4000, USD));
    }

    private Optional<RateCard> read(PriceForm form) {
        return PriceReading.card(form, "standard", 1, USD, (field, code) -> problems.add(field + " " + code));
    }

    private static PriceForm form(String free, List<@Nullable TierRow> tiers, String minimum) {
        return new PriceForm(
                null,
                null,
                null,
                null,
                null,
                "1000",
                free,
                tiers,
                "0",
                List.of(new TierRow("0", "0")),
                minimum,
                null,
                null,
                null);
    }
}
