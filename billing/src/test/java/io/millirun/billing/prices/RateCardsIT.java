package io.millirun.billing.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.billing.BillingProperties;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.Tier;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.UsageRecords;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class RateCardsIT {

    private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");
    private static final Instant NEXT_HOUR = Instant.parse("2026-11-24T13:00:00Z");
    private static final Currency USD = Currency.getInstance("USD");

    private final TestPostgres postgres = TestPostgres.with("billing");
    private final JdbcClient worker = JdbcClient.create(postgres.worker());
    private final RateCards cards =
            new RateCards(worker, new JdbcTransactionManager(postgres.worker()), Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void drop() {
        postgres.close();
    }

    @Test
    void anInstallationBeginsWithTheStandardCardOnce() {
        ListPrices first = prices();
        ListPrices second = prices();

        assertThat(first.of(TenantId.next())).isEqualTo(second.of(TenantId.next()));
        assertThat(first.of(TenantId.next()).cards())
                .containsExactly(new DatedRateCard(RateCard.standard("standard", USD), Instant.EPOCH));
        assertThat(first.freeInitMs(TenantId.next())).isEqualTo(1_000);
    }

    @Test
    void anAnnouncedCardIsReadBackToTheLastDigitAndHoldsFromItsHour() {
        ListPrices prices = prices();
        RateCard tiered = new RateCard(
                "standard",
                2,
                USD,
                250,
                new MeterPrice(7, List.of(tier(0, "0.123456789012345678"), tier(1_000, "0.1"))),
                MeterPrice.flat(0, new BigDecimal("0.00001")));

        cards.announce(new DatedRateCard(tiered, NEXT_HOUR));
        prices.refresh();

        PriceHistory history = prices.of(TenantId.next());
        assertThat(history.at(NEXT_HOUR)).isEqualTo(tiered);
        assertThat(history.at(NEXT_HOUR.minusMillis(1))).isEqualTo(RateCard.standard("standard", USD));
        assertThat(prices.freeInitMs(TenantId.next())).isEqualTo(1_000);
    }

    @Test
    void pricesNeverChangeForThePastNorTwiceForOneHourNorInAnotherCurrency() {
        prices();
        RateCard second = version(2, USD);
        cards.announce(new DatedRateCard(second, NEXT_HOUR));

        refused(version(3, USD), Instant.parse("2026-11-24T12:00:00Z"), "PriceChangeInThePast");
        refused(version(3, USD), NEXT_HOUR, "PriceChangeExists");
        refused(second, NEXT_HOUR.plusSeconds(3_600), "PriceChangeExists");
        refused(version(3, Currency.getInstance("EUR")), NEXT_HOUR.plusSeconds(3_600), "CurrencyChange");
    }

    @Test
    void noRoleCanChangeACard() {
        prices();

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() ->
                        worker.sql("update billing.price_tier set rate = 0").update());
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> JdbcClient.create(postgres.app())
                        .sql("delete from billing.rate_card")
                        .update());
    }

    @Test
    void aCallsListPriceIsExactAndNeverZeroWhenItCostsSomething() {
        ListPrices prices = prices();
        UsageRecords records = UsageRecords.startedAt(NOW);

        assertThat(prices.text(records.billed(1, 128).next())).isEqualTo("0.0000002020833375 USD");
        assertThat(prices.text(records.billed(1_000, 1_024).next())).isEqualTo("0.0000168667 USD");
        assertThat(prices.text(records.billed(0, 128).next())).isEqualTo("0.0000002 USD");
        assertThat(prices.text(records.ended(Outcome.PLATFORM_FAULT).next())).isEqualTo("0 USD");
    }

    private void refused(RateCard card, Instant from, String code) {
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> cards.announce(new DatedRateCard(card, from)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private ListPrices prices() {
        return new ListPrices(cards, BillingProperties.in(USD), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static RateCard version(int version, Currency currency) {
        RateCard standard = RateCard.standard("standard", currency);
        return new RateCard("standard", version, currency, 0, standard.requests(), standard.compute());
    }

    private static Tier tier(long from, String rate) {
        return new Tier(from, new BigDecimal(rate));
    }
}
