package io.millirun.portal.prices;

import io.millirun.billing.prices.DatedRateCard;
import io.millirun.billing.prices.Plan;
import io.millirun.billing.prices.Plans;
import io.millirun.billing.prices.PriceBook;
import io.millirun.billing.prices.PriceHistory;
import io.millirun.billing.prices.RateCards;
import io.millirun.billing.rating.RateCard;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.PlatformUsage;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.organization.OrganizationDirectory;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What operators do with plans and prices; every change is in their log. */
@Component
class PriceDesk {

    private final Plans plans;
    private final RateCards cards;
    private final PlatformUsage usage;
    private final OrganizationDirectory organizations;
    private final OperatorLog log;
    private final Clock clock;

    PriceDesk(
            Plans plans,
            RateCards cards,
            PlatformUsage usage,
            OrganizationDirectory organizations,
            OperatorLog log,
            Clock clock) {
        this.plans = plans;
        this.cards = cards;
        this.usage = usage;
        this.organizations = organizations;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A plan and its prices.
     *
     * @param now the card that holds
     * @param coming those announced, the next first
     * @param past those that held before, the latest first
     * @param organizations how many are on it
     */
    record PricedPlan(
            Plan plan, DatedRateCard now, List<DatedRateCard> coming, List<DatedRateCard> past, long organizations) {

        /** The version that the next card has. */
        int nextVersion() {
            return Math.max(
                            now.card().version(),
                            coming.stream()
                                    .mapToInt(dated -> dated.card().version())
                                    .max()
                                    .orElse(0))
                    + 1;
        }

        /** The card to begin a new one from: the last announced. */
        RateCard latest() {
            return coming.isEmpty() ? now.card() : coming.getLast().card();
        }
    }

    List<PricedPlan> all() {
        Instant time = clock.instant();
        PriceBook book = cards.book();
        Map<TenantId, String> chosen = plans.everybodyAt(time);
        long everybody = organizations.counts().organizations();
        return plans.all().stream()
                .map(plan -> priced(plan, book.plan(plan.name()), time, count(plan, chosen, everybody)))
                .toList();
    }

    Optional<PricedPlan> find(String name) {
        return all().stream()
                .filter(priced -> priced.plan().name().equals(name))
                .findFirst();
    }

    void add(Plan plan, RateCard card, Actor by) {
        cards.addPlan(plan, card);
        log.record(by, "plan.create", plan.name());
    }

    void describe(Plan plan, String title, String description, Actor by) {
        plans.describe(plan.name(), title, description);
        log.record(by, "plan.describe", plan.name());
    }

    void announce(DatedRateCard card, Actor by) {
        cards.announce(card);
        log.record(
                by,
                "price.announce",
                card.card().plan() + " version " + card.card().version() + " from " + card.effectiveFrom());
    }

    /**
     * What a card changes for the organizations on its plan.
     *
     * @param now the card it takes over from; null for a new plan
     */
    PricePreview preview(@Nullable RateCard now, RateCard then, PriceReading.Usage own) {
        if (now == null) {
            return PricePreview.of(null, then, own, Map.of(), Map.of());
        }
        YearMonth last = YearMonth.now(clock.withZone(ZoneOffset.UTC)).minusMonths(1);
        Map<TenantId, String> chosen = plans.everybodyAt(clock.instant());
        Map<TenantId, PriceReading.Usage> used = usage
                .days(last.atDay(1), last.plusMonths(1).atDay(1))
                .stream()
                .filter(day ->
                        chosen.getOrDefault(day.tenant(), RateCards.STANDARD).equals(then.plan()))
                .collect(Collectors.toMap(
                        PlatformUsage.TenantDay::tenant,
                        day -> new PriceReading.Usage(day.requests(), day.mbMs()),
                        (one, other) ->
                                new PriceReading.Usage(one.requests() + other.requests(), one.mbMs() + other.mbMs())));
        return PricePreview.of(now, then, own, used, organizations.names());
    }

    private static long count(Plan plan, Map<TenantId, String> chosen, long everybody) {
        return plan.name().equals(RateCards.STANDARD)
                ? everybody
                        - chosen.values().stream()
                                .filter(name -> !name.equals(RateCards.STANDARD))
                                .count()
                : chosen.values().stream().filter(plan.name()::equals).count();
    }

    private static PricedPlan priced(Plan plan, PriceHistory history, Instant time, long organizations) {
        List<DatedRateCard> coming = history.cards().stream()
                .filter(card -> card.effectiveFrom().isAfter(time))
                .toList();
        List<DatedRateCard> begun = history.cards().stream()
                .filter(card -> !card.effectiveFrom().isAfter(time))
                .toList()
                .reversed();
        return new PricedPlan(
                plan,
                begun.isEmpty() ? history.cards().getFirst() : begun.getFirst(),
                coming,
                begun.stream().skip(1).toList(),
                organizations);
    }
}
