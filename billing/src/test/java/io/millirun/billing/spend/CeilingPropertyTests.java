package io.millirun.billing.spend;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Rating;
import io.millirun.billing.rating.Tier;
import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CeilingPropertyTests {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    record Part(RateCard card, Quantity most, Quantity used) {}

    @Property(tries = 400)
    void noUsageWithinTheQuantitiesCostsMoreThanTheCeiling(@ForAll("months") List<Part> month) {
        Ceiling ceiling = Ceiling.ofOrganization(month.stream()
                .map(part -> new UsedSpan(part.card(), part.most()))
                .toList());
        List<MeteredSpan> spans = new ArrayList<>();
        for (int index = 0; index < month.size(); index++) {
            Part part = month.get(index);
            Instant from = START.plus(index, ChronoUnit.DAYS);
            spans.add(new MeteredSpan(
                    new UsagePeriod(from, from.plus(1, ChronoUnit.DAYS)),
                    part.card(),
                    part.used().requests(),
                    part.used().mbMs()));
        }
        long printed = 0;
        BigDecimal exact = BigDecimal.ZERO;
        for (Meter meter : Meter.values()) {
            for (RatedLine line : Rating.rate(meter, spans)) {
                printed += line.amount().minorUnits();
                exact = exact.add(line.exact());
            }
        }

        assertThat(exact).isLessThanOrEqualTo(ceiling.exact());
        for (long cap = Math.max(0, printed - 3); cap < printed; cap++) {
            assertThat(ceiling.isWithin(new Money(cap, USD)))
                    .describedAs("a cap of %s for a bill of %s", cap, printed)
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<List<Part>> months() {
        return part().list().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<Part> part() {
        Arbitrary<Quantity> most = Combinators.combine(
                        Arbitraries.longs().between(0, 5_000_000),
                        Arbitraries.longs().between(0, 3_000_000_000_000L))
                .as(Quantity::new);
        return Combinators.combine(
                        card(),
                        most,
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(0, 100))
                .as((card, quantity, requests, mbMs) -> new Part(
                        card,
                        quantity,
                        new Quantity(quantity.requests() * requests / 100, quantity.mbMs() / 100 * mbMs)));
    }

    private static Arbitrary<RateCard> card() {
        return Combinators.combine(price(2_000_000, "0.20"), price(1_000_000_000_000L, "0.0000166667"))
                .as((requests, compute) -> new RateCard("plan", 1, USD, 1_000, requests, compute));
    }

    private static Arbitrary<MeterPrice> price(long scale, String rate) {
        Arbitrary<Tier> tier = Combinators.combine(
                        Arbitraries.longs().between(1, scale),
                        Arbitraries.integers().between(0, 300))
                .as((from, percent) -> new Tier(
                        from,
                        new BigDecimal(rate).multiply(new BigDecimal(percent)).movePointLeft(2)));
        return Combinators.combine(
                        Arbitraries.longs().between(0, scale),
                        Arbitraries.integers().between(0, 300),
                        tier.list().ofMaxSize(3).uniqueElements(Tier::from))
                .as((free, percent, more) -> {
                    List<Tier> tiers = new ArrayList<>(more);
                    tiers.add(new Tier(
                            0,
                            new BigDecimal(rate)
                                    .multiply(new BigDecimal(percent))
                                    .movePointLeft(2)));
                    return new MeterPrice(free, tiers);
                });
    }
}
