package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The sentences that say how a line's amount was reached, from the very numbers it was reached with. */
final class Explanation {

    private Explanation() {}

    static List<String> of(
            Meter meter, RateCard card, int tier, long used, long free, long charged, BigDecimal exact, Money amount) {
        MeterPrice price = card.price(meter);
        String currency = card.currency().getCurrencyCode();
        String rate = Figures.of(price.tiers().get(tier).rate()) + " " + currency + " per " + meter.rateUnit();
        List<String> steps = new ArrayList<>();
        steps.add(used(meter, used));
        steps.add("%s − %s covered by the free allowance of %s per month = %s charged."
                .formatted(
                        shown(meter, used),
                        shown(meter, free),
                        counted(meter, price.freePerMonth()),
                        shown(meter, charged)));
        if (price.tiers().size() > 1) {
            steps.add(tier(meter, price, tier));
        }
        steps.add("%s × %s (rate card %s, version %d) = %s %s."
                .formatted(counted(meter, charged), rate, card.plan(), card.version(), plain(exact), currency));
        steps.add("Rounded half up, once, to %s.".formatted(amount));
        return steps;
    }

    private static String used(Meter meter, long used) {
        return switch (meter) {
            case REQUESTS -> "Metering counted %s billed requests.".formatted(Figures.of(used));
            case COMPUTE ->
                "Metering summed %s MB·ms; divided by 1,024,000 that is %s."
                        .formatted(Figures.of(used), counted(meter, used));
        };
    }

    private static String tier(Meter meter, MeterPrice price, int tier) {
        long from = price.tiers().get(tier).from();
        long end = price.end(tier);
        return end == Long.MAX_VALUE
                ? "Tier %d holds from %s on.".formatted(tier + 1, counted(meter, from))
                : "Tier %d holds from %s to %s.".formatted(tier + 1, shown(meter, from), counted(meter, end));
    }

    private static String counted(Meter meter, long quantity) {
        return shown(meter, quantity) + " " + meter.plural();
    }

    private static String shown(Meter meter, long quantity) {
        return Figures.of(meter.shown(quantity));
    }

    private static String plain(BigDecimal exact) {
        return Figures.of(exact.stripTrailingZeros());
    }
}
