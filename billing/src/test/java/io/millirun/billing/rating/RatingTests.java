package io.millirun.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatingTests {

    private static final UsagePeriod NOVEMBER = UsagePeriod.month(YearMonth.of(2026, 11));
    private static final Currency USD = Currency.getInstance("USD");
    private static final RateCard STANDARD = RateCard.standard("standard", USD);

    @Test
    void threeMillionCallsOfOneSecondIn512MbCost18_73() {
        List<RatedLine> lines = month(STANDARD, 3_000_000, 3_000_000L * 1_000 * 512);

        RatedLine requests = lines.getFirst();
        assertThat(requests.free()).isEqualTo(1_000_000);
        assertThat(requests.charged()).isEqualTo(2_000_000);
        assertThat(requests.exact()).isEqualByComparingTo("0.40");
        assertThat(requests.amount()).hasToString("0.40 USD");
        RatedLine compute = lines.getLast();
        assertThat(Meter.COMPUTE.shown(compute.used())).isEqualByComparingTo("1500000");
        assertThat(Meter.COMPUTE.shown(compute.free())).isEqualByComparingTo("400000");
        assertThat(Meter.COMPUTE.shown(compute.charged())).isEqualByComparingTo("1100000");
        assertThat(compute.exact()).isEqualByComparingTo("18.33337");
        assertThat(compute.amount()).hasToString("18.33 USD");
        assertThat(total(lines)).hasToString("18.73 USD");
    }

    @Test
    void aLineSaysHowItsAmountWasReached() {
        List<RatedLine> lines = month(STANDARD, 3_000_000, 3_000_000L * 1_000 * 512);

        assertThat(lines.getFirst().steps())
                .containsExactly(
                        new Step("Billed requests", "3,000,000"),
                        new Step("Free, of 1,000,000 each month", "− 1,000,000"),
                        new Step("Charged requests", "2,000,000"),
                        new Step("Price of one million requests", "× $0.2"),
                        new Step("Exact", "$0.4"),
                        new Step("Rounded half up, once", "$0.40"));
        assertThat(lines.getLast().steps())
                .containsExactly(
                        new Step("Metered MB·ms", "1,536,000,000,000"),
                        new Step("GB-seconds (÷ 1,024,000)", "1,500,000"),
                        new Step("Free, of 400,000 each month", "− 400,000"),
                        new Step("Charged GB-seconds", "1,100,000"),
                        new Step("Price of one GB-second", "× $0.0000166667"),
                        new Step("Exact", "$18.33337"),
                        new Step("Rounded half up, once", "$18.33"));
    }

    @Test
    void noUsageIsALineOfZeroForEveryMeter() {
        List<RatedLine> lines = month(STANDARD, 0, 0);

        assertThat(lines).hasSize(2).allSatisfy(line -> {
            assertThat(line.used()).isZero();
            assertThat(line.exact()).isZero();
            assertThat(line.amount()).hasToString("0.00 USD");
        });
    }

    @Test
    void usageWithinTheAllowanceCostsNothing() {
        assertThat(total(month(STANDARD, 1_000_000, 400_000L * 1_024_000))).hasToString("0.00 USD");
    }

    @Test
    void halfAMinorUnitIsRoundedUp() {
        RateCard card = card(USD, 0, "5000");

        assertThat(month(card, 1, 0).getFirst().amount()).hasToString("0.01 USD");
        assertThat(month(card(USD, 0, "4999.999"), 1, 0).getFirst().amount()).hasToString("0.00 USD");
    }

    @Test
    void currenciesWithoutAndWithThreeMinorDigitsAreRoundedToTheirOwn() {
        assertThat(total(month(card(Currency.getInstance("JPY"), 0, "1500000"), 3, 0)))
                .hasToString("5 JPY");
        assertThat(total(month(card(Currency.getInstance("BHD"), 0, "1500.5"), 1, 0)))
                .hasToString("0.002 BHD");
        assertThat(total(month(card(Currency.getInstance("BHD"), 0, "1000000"), 12_345, 0)))
                .hasToString("12345.000 BHD");
    }

    @Test
    void aTierPricesOnlyWhatLiesInIt() {
        RateCard card = new RateCard(
                "tiers",
                1,
                USD,
                0,
                new MeterPrice(100, List.of(tier(0, "1000000"), tier(10, "500000"), tier(30, "100000"))),
                MeterPrice.flat(0, BigDecimal.ZERO));

        List<RatedLine> lines = Rating.rate(Meter.REQUESTS, List.of(new MeteredSpan(NOVEMBER, card, 145, 0)));

        assertThat(lines).extracting(RatedLine::tier).containsExactly(1, 2, 3);
        assertThat(lines).extracting(RatedLine::charged).containsExactly(10L, 20L, 15L);
        assertThat(lines).extracting(RatedLine::used).containsExactly(110L, 20L, 15L);
        assertThat(lines)
                .extracting(line -> line.amount().toString())
                .containsExactly("10.00 USD", "10.00 USD", "1.50 USD");
        assertThat(lines.get(1).steps()).contains(new Step("Tier 2 of 3, charged requests", "10 to 30"));
        assertThat(lines.get(2).steps()).contains(new Step("Tier 3 of 3, charged requests", "from 30 on"));
    }

    @Test
    void aPriceChangeSplitsTheMonthAndTheAllowanceRunsOn() {
        Instant change = Instant.parse("2026-11-24T13:00:00Z");
        RateCard before = card(USD, 1_000, "1000000");
        RateCard after = card(USD, 1_500, "2000000");
        List<RatedLine> lines = Rating.rate(
                Meter.REQUESTS,
                List.of(
                        new MeteredSpan(new UsagePeriod(NOVEMBER.from(), change), before, 1_200, 0),
                        new MeteredSpan(new UsagePeriod(change, NOVEMBER.to()), after, 800, 0)));

        assertThat(lines).extracting(RatedLine::free).containsExactly(1_000L, 500L);
        assertThat(lines).extracting(line -> line.amount().toString()).containsExactly("200.00 USD", "600.00 USD");
    }

    @Test
    void tiersRunOnWhenANewCardTakesOver() {
        Instant change = Instant.parse("2026-11-24T13:00:00Z");
        RateCard card = new RateCard(
                "tiers",
                1,
                USD,
                0,
                new MeterPrice(0, List.of(tier(0, "1000000"), tier(100, "100000"))),
                MeterPrice.flat(0, BigDecimal.ZERO));
        List<RatedLine> lines = Rating.rate(
                Meter.REQUESTS,
                List.of(
                        new MeteredSpan(new UsagePeriod(NOVEMBER.from(), change), card, 60, 0),
                        new MeteredSpan(new UsagePeriod(change, NOVEMBER.to()), card, 60, 0)));

        assertThat(lines).extracting(RatedLine::charged).containsExactly(60L, 40L, 20L);
        assertThat(lines).extracting(RatedLine::tier).containsExactly(1, 1, 2);
    }

    @Test
    void oneMonthHasOneCurrency() {
        MeteredSpan dollars = new MeteredSpan(NOVEMBER, card(USD, 0, "1"), 1, 0);
        MeteredSpan yen = new MeteredSpan(NOVEMBER, card(Currency.getInstance("JPY"), 0, "1"), 1, 0);

        assertThatIllegalArgumentException().isThrownBy(() -> Rating.rate(Meter.REQUESTS, List.of(dollars, yen)));
    }

    @Test
    void pricesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> tier(0, "-0.1"));
        assertThatIllegalArgumentException().isThrownBy(() -> tier(-1, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> tier(0, "0.0000000000000000001"));
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterPrice(0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterPrice(0, List.of(tier(5, "1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterPrice(0, List.of(tier(0, "1"), tier(0, "2"))));
        assertThatIllegalArgumentException().isThrownBy(() -> card(Currency.getInstance("XXX"), 0, "1"));
    }

    private static RateCard card(Currency currency, long free, String perMillion) {
        return new RateCard(
                "test",
                1,
                currency,
                0,
                MeterPrice.flat(free, new BigDecimal(perMillion)),
                MeterPrice.flat(0, BigDecimal.ZERO));
    }

    private static Tier tier(long from, String rate) {
        return new Tier(from, new BigDecimal(rate));
    }

    private static List<RatedLine> month(RateCard card, long requests, long mbMs) {
        List<MeteredSpan> span = List.of(new MeteredSpan(NOVEMBER, card, requests, mbMs));
        List<RatedLine> lines = new ArrayList<>(Rating.rate(Meter.REQUESTS, span));
        lines.addAll(Rating.rate(Meter.COMPUTE, span));
        return lines;
    }

    private static Money total(List<RatedLine> lines) {
        return Rating.total(lines, Money.zero(lines.getFirst().amount().currency()));
    }
}
