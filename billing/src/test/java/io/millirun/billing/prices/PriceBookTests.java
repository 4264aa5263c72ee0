package io.millirun.billing.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.rating.RateCard;
import io.millirun.kernel.TenantId;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceBookTests {

    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-12-10T07:00:00Z");
    private static final Instant LAST = Instant.parse("2026-12-20T09:00:00Z");

    private final TenantId tenant = TenantId.next();
    private final RateCard standard = card("standard", 1, "USD");
    private final RateCard team = card("team", 1, "USD");
    private final RateCard dearTeam = card("team", 2, "USD");
    private final RateCard euro = card("euro", 1, "EUR");
    private final Map<String, PriceHistory> plans = Map.of(
            "standard", history(new DatedRateCard(standard, Instant.EPOCH)),
            "team", history(new DatedRateCard(team, Instant.EPOCH), new DatedRateCard(dearTeam, LAST)),
            "euro", history(new DatedRateCard(euro, Instant.EPOCH)));

    @Test
    void anOrganizationWithoutASubscriptionIsOnTheStandardPlan() {
        assertThat(book().of(tenant)).isEqualTo(plans.get("standard"));
    }

    @Test
    void aSubscriptionTakesOverAtItsHourAndFollowsItsPlansCards() {
        PriceHistory prices = book(new Subscription(tenant, "team", LATER)).of(tenant);

        assertThat(prices.cards())
                .containsExactly(
                        new DatedRateCard(standard, Instant.EPOCH),
                        new DatedRateCard(team, LATER),
                        new DatedRateCard(dearTeam, LAST));
        assertThat(book(new Subscription(tenant, "team", LATER)).of(TenantId.next()))
                .isEqualTo(plans.get("standard"));
    }

    @Test
    void aPlanThatWasLeftChangesNothingAnyMore() {
        PriceHistory prices = book(
                        new Subscription(tenant, "standard", LAST.minusSeconds(3_600)),
                        new Subscription(tenant, "team", LATER))
                .of(tenant);

        assertThat(prices.at(LAST)).isEqualTo(standard);
        assertThat(prices.at(LATER)).isEqualTo(team);
    }

    @Test
    void theCurrencyMayChangeAtAMonthsBeginningAlone() {
        assertThat(book().along(List.of(new Subscription(tenant, "euro", DECEMBER)))
                        .keepsCurrencyWithinMonths())
                .isTrue();
        assertThat(book().along(List.of(new Subscription(tenant, "euro", LATER)))
                        .keepsCurrencyWithinMonths())
                .isFalse();
        assertThat(book().along(List.of(
                                new Subscription(tenant, "team", LATER), new Subscription(tenant, "euro", DECEMBER)))
                        .keepsCurrencyWithinMonths())
                .isFalse();
    }

    private PriceBook book(Subscription... subscriptions) {
        return new PriceBook(plans, List.of(subscriptions));
    }

    private static PriceHistory history(DatedRateCard... cards) {
        return new PriceHistory(List.of(cards));
    }

    private static RateCard card(String plan, int version, String currency) {
        RateCard standard = RateCard.standard(plan, Currency.getInstance(currency));
        return new RateCard(
                plan, version, standard.currency(), standard.freeInitMs(), standard.requests(), standard.compute());
    }
}
