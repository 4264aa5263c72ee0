package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The steps by which a line's amount was reached, written from the very numbers it was reached with. */
final class Explanation {

    private Explanation() {}

    static List<Step> of(
            Meter meter, RateCard card, int tier, long used, long free, long charged, BigDecimal exact, Money amount) {
        MeterPrice price = card.price(meter);
        List<Step> steps = new ArrayList<>();
        String quantity = meter.plural();
        switch (meter) {
            case REQUESTS -> steps.add(new Step("Billed requests", Figures.of(used)));
            case COMPUTE -> {
                steps.add(new Step("Metered MB·ms", Figures.of(used)));
                steps.add(new Step(quantity + " (÷ 1,024,000)", shown(meter, used)));
            }
        }
        steps.add(
                new Step("Free, of " + shown(meter, price.freePerMonth()) + " each month", "− " + shown(meter, free)));
        steps.add(new Step("Charged " + quantity, shown(meter, charged)));
        if (price.tiers().size() > 1) {
            steps.add(tier(meter, price, tier));
        }
        steps.add(new Step(
                "Price of one " + meter.rateUnit(),
                "× " + Figures.money(price.tiers().get(tier).rate(), card.currency())));
        steps.add(new Step("Exact", Figures.money(exact.stripTrailingZeros(), card.currency())));
        steps.add(new Step("Rounded half up, once", Figures.money(amount)));
        return steps;
    }

    private static Step tier(Meter meter, MeterPrice price, int tier) {
        long from = price.tiers().get(tier).from();
        long end = price.end(tier);
        return new Step(
                "Tier " + (tier + 1) + " of " + price.tiers().size() + ", charged " + meter.plural(),
                end == Long.MAX_VALUE
                        ? "from " + shown(meter, from) + " on"
                        : shown(meter, from) + " to " + shown(meter, end));
    }

    private static String shown(Meter meter, long quantity) {
        return Figures.of(meter.shown(quantity));
    }
}
