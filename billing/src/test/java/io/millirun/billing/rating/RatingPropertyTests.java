package io.millirun.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What must hold for all prices and all quantities. */
class RatingPropertyTests {

    private static final UsagePeriod MONTH = UsagePeriod.month(YearMonth.of(2028, 2));
    private static final long MOST = 1_000_000_000_000_000L;

    @Property
    void moreUsageNeverCostsLess(
            @ForAll("cards") RateCard card,
            @ForAll Meter meter,
            @ForAll @LongRange(max = MOST) long quantity,
            @ForAll @LongRange(max = MOST) long more) {
        assertThat(total(rate(card, meter, quantity + more)).minorUnits())
                .isGreaterThanOrEqualTo(total(rate(card, meter, quantity)).minorUnits());
    }

    @Property
    void atTheEdgeOfATierOneMoreCostsAtMostItsRate(@ForAll("cards") RateCard card, @ForAll Meter meter) {
        MeterPrice price = card.price(meter);
        BigDecimal highest =
                price.tiers().stream().map(Tier::rate).reduce(BigDecimal::max).orElseThrow();
        for (Tier tier : price.tiers()) {
            long edge = price.freePerMonth() + tier.from();
            BigDecimal step = exact(rate(card, meter, edge + 1)).subtract(exact(rate(card, meter, edge)));
            assertThat(step).isBetween(BigDecimal.ZERO, meter.amount(1, highest));
        }
    }

    @Property
    void aLineIsWithinHalfAMinorUnitOfItsExactAmount(
            @ForAll("cards") RateCard card, @ForAll Meter meter, @ForAll @LongRange(max = MOST) long quantity) {
        BigDecimal half = BigDecimal.valueOf(5, card.currency().getDefaultFractionDigits() + 1);

        assertThat(rate(card, meter, quantity))
                .allSatisfy(line -> assertThat(
                                line.amount().amount().subtract(line.exact()).abs())
                        .isLessThanOrEqualTo(half));
    }

    @Property
    void aLinesExactAmountIsItsQuantityTimesItsRate(
            @ForAll("cards") RateCard card, @ForAll Meter meter, @ForAll @LongRange(max = MOST) long quantity) {
        BigInteger unit = BigInteger.valueOf(meter == Meter.REQUESTS ? 1_000_000 : 1_024_000);

        // Multiplied out in integers, so that no division can hide a digit.
        assertThat(rate(card, meter, quantity))
                .allSatisfy(line -> assertThat(line.exact().multiply(new BigDecimal(unit)))
                        .isEqualByComparingTo(BigDecimal.valueOf(line.charged()).multiply(line.rate())));
    }

    @Property
    void theLinesAccountForEveryUnitOfUsage(
            @ForAll("cards") RateCard card, @ForAll Meter meter, @ForAll @LongRange(max = MOST) long quantity) {
        List<RatedLine> lines = rate(card, meter, quantity);

        assertThat(lines.stream().mapToLong(RatedLine::used).sum()).isEqualTo(quantity);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.free() + line.charged()).isEqualTo(line.used()));
        assertThat(lines.stream().mapToLong(RatedLine::free).sum())
                .isEqualTo(Math.min(quantity, card.price(meter).freePerMonth()));
        assertThat(total(lines).minorUnits())
                .isEqualTo(lines.stream()
                        .mapToLong(line -> line.amount().minorUnits())
                        .sum());
    }

    @Property
    void cuttingTheMonthUnderTheSameCardChangesNoExactAmount(
            @ForAll("cards") RateCard card,
            @ForAll Meter meter,
            @ForAll @LongRange(max = MOST) long first,
            @ForAll @LongRange(max = MOST) long second) {
        Instant cut = Instant.parse("2028-02-10T00:00:00Z");
        List<RatedLine> halves = Rating.rate(
                meter,
                List.of(
                        span(new UsagePeriod(MONTH.from(), cut), card, meter, first),
                        span(new UsagePeriod(cut, MONTH.to()), card, meter, second)));

        assertThat(exact(halves)).isEqualByComparingTo(exact(rate(card, meter, first + second)));
    }

    @Property
    void noUsageCostsNothing(@ForAll("cards") RateCard card, @ForAll Meter meter) {
        assertThat(rate(card, meter, 0)).singleElement().satisfies(line -> {
            assertThat(line.exact()).isZero();
            assertThat(line.amount().minorUnits()).isZero();
        });
    }

    @Property
    void aListPriceIsZeroOnlyForNothing(
            @ForAll("cards") RateCard card, @ForAll @LongRange(min = 1, max = MOST) long mbMs) {
        assertThat(card.listPrice(0, 0)).isZero();
        boolean free = card.requests().listRate().signum() == 0
                && card.compute().listRate().signum() == 0;
        assertThat(card.listPrice(1, mbMs).signum() > 0).isNotEqualTo(free);
    }

    @Provide
    Arbitrary<RateCard> cards() {
        return Combinators.combine(
                        Arbitraries.of("USD", "EUR", "JPY", "BHD").map(Currency::getInstance), prices(), prices())
                .as((currency, requests, compute) -> new RateCard("any", 1, currency, 1_000, requests, compute));
    }

    private static Arbitrary<MeterPrice> prices() {
        Arbitrary<BigDecimal> rates = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.valueOf(100))
                .ofScale(Tier.MOST_DECIMALS);
        Arbitrary<List<Long>> edges =
                Arbitraries.longs().between(1, MOST).list().uniqueElements().ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.longs().between(0, MOST),
                        edges,
                        rates.list().ofSize(4))
                .as((free, from, rate) -> {
                    List<Tier> tiers = new ArrayList<>(List.of(new Tier(0, rate.getFirst())));
                    for (int i = 0; i < from.size(); i++) {
                        tiers.add(new Tier(from.get(i), rate.get(i + 1)));
                    }
                    return new MeterPrice(free, tiers);
                });
    }

    private static List<RatedLine> rate(RateCard card, Meter meter, long quantity) {
        return Rating.rate(meter, List.of(span(MONTH, card, meter, quantity)));
    }

    private static MeteredSpan span(UsagePeriod period, RateCard card, Meter meter, long quantity) {
        return new MeteredSpan(
                period, card, meter == Meter.REQUESTS ? quantity : 0, meter == Meter.COMPUTE ? quantity : 0);
    }

    private static BigDecimal exact(List<RatedLine> lines) {
        return lines.stream().map(RatedLine::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Money total(List<RatedLine> lines) {
        return Rating.total(lines, Money.zero(lines.getFirst().amount().currency()));
    }
}
