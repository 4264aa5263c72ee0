package io.millirun.billing.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.RateCard;
import io.millirun.metering.ledger.UsagePeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceHistoryTests {

    private static final Instant CHANGE = Instant.parse("2026-11-24T13:00:00Z");
    private static final RateCard FIRST = RateCard.standard("standard", Currency.getInstance("USD"));
    private static final RateCard SECOND =
            new RateCard("standard", 2, FIRST.currency(), 500, FIRST.requests(), FIRST.compute());

    private final PriceHistory history =
            new PriceHistory(List.of(new DatedRateCard(SECOND, CHANGE), new DatedRateCard(FIRST, Instant.EPOCH)));

    @Test
    void aCardHoldsFromItsHourOn() {
        assertThat(history.at(Instant.MIN)).isEqualTo(FIRST);
        assertThat(history.at(CHANGE.minusMillis(1))).isEqualTo(FIRST);
        assertThat(history.at(CHANGE)).isEqualTo(SECOND);
        assertThat(history.at(CHANGE.plusSeconds(100_000_000))).isEqualTo(SECOND);
    }

    @Test
    void aMonthIsCutExactlyAtTheChange() {
        UsagePeriod november = UsagePeriod.month(YearMonth.of(2026, 11));

        assertThat(history.over(november))
                .containsExactly(
                        new PricedPeriod(new UsagePeriod(november.from(), CHANGE), FIRST),
                        new PricedPeriod(new UsagePeriod(CHANGE, november.to()), SECOND));
    }

    @Test
    void aMonthWithoutAChangeIsOnePiece() {
        UsagePeriod october = UsagePeriod.month(YearMonth.of(2026, 10));
        UsagePeriod december = UsagePeriod.month(YearMonth.of(2026, 12));

        assertThat(history.over(october)).containsExactly(new PricedPeriod(october, FIRST));
        assertThat(history.over(december)).containsExactly(new PricedPeriod(december, SECOND));
    }

    @Test
    void aChangeAtTheMonthsFirstHourCutsNothing() {
        PriceHistory atMonthStart = new PriceHistory(List.of(
                new DatedRateCard(FIRST, Instant.EPOCH),
                new DatedRateCard(SECOND, Instant.parse("2026-11-01T00:00:00Z"))));

        assertThat(atMonthStart.over(UsagePeriod.month(YearMonth.of(2026, 11))))
                .extracting(PricedPeriod::card)
                .containsExactly(SECOND);
        assertThat(atMonthStart.over(UsagePeriod.month(YearMonth.of(2026, 10))))
                .extracting(PricedPeriod::card)
                .containsExactly(FIRST);
    }

    @Test
    void pricesChangeAtWholeHoursOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DatedRateCard(FIRST, CHANGE.plusSeconds(1)));
    }
}
