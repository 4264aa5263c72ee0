package io.millirun.billing.prices;

import io.millirun.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All prices of an installation at one moment of reading: what each plan costs, and who is on which. Pure. */
public final class PriceBook {

    private final Map<String, PriceHistory> plans;
    private final Map<TenantId, PriceHistory> tenants;

    /**
     * @param plans by name, {@link RateCards#STANDARD} among them
     * @param subscriptions in any order
     */
    PriceBook(Map<String, PriceHistory> plans, List<Subscription> subscriptions) {
        this.plans = Map.copyOf(plans);
        this.tenants = subscriptions.stream()
                .collect(Collectors.groupingBy(
                        Subscription::tenant, Collectors.collectingAndThen(Collectors.toList(), this::along)));
    }

    /** The prices of an organization, past and to come, through all plans it is on. */
    public PriceHistory of(TenantId tenant) {
        PriceHistory own = tenants.get(tenant);
        return own == null ? plan(RateCards.STANDARD) : own;
    }

    /**
     * All cards of a plan.
     *
     * @throws IllegalArgumentException if there is no such plan
     */
    public PriceHistory plan(String name) {
        PriceHistory history = plans.get(name);
        if (history == null) {
            throw new IllegalArgumentException("no plan with a rate card: " + name);
        }
        return history;
    }

    /** The prices of an organization that changes its plans so. */
    PriceHistory along(List<Subscription> subscriptions) {
        List<Subscription> inOrder = subscriptions.stream()
                .sorted(Comparator.comparing(Subscription::effectiveFrom))
                .toList();
        List<DatedRateCard> cards = new ArrayList<>();
        String plan = RateCards.STANDARD;
        Instant from = Instant.EPOCH;
        for (Subscription next : inOrder) {
            cards.addAll(plan(plan).between(from, next.effectiveFrom()));
            plan = next.plan();
            from = next.effectiveFrom();
        }
        cards.addAll(plan(plan).between(from, Instant.MAX));
        return new PriceHistory(cards);
    }
}
