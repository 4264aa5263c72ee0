package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * What a meter costs.
 *
 * @param freePerMonth quantity of each UTC month that costs nothing
 * @param tiers steps of the price for what goes beyond that, the first from zero on
 */
public record MeterPrice(long freePerMonth, List<Tier> tiers) {

    public MeterPrice {
        tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::from)).toList();
        if (freePerMonth < 0
                || tiers.isEmpty()
                || tiers.getFirst().from() != 0
                || tiers.stream().map(Tier::from).distinct().count() < tiers.size()) {
            throw new IllegalArgumentException("a price needs tiers that begin at zero and differ: " + tiers);
        }
    }

    /** One price for every quantity. */
    public static MeterPrice flat(long freePerMonth, BigDecimal rate) {
        return new MeterPrice(freePerMonth, List.of(new Tier(0, rate)));
    }

    /** The price before allowances and tiers. */
    public BigDecimal listRate() {
        return tiers.getFirst().rate();
    }

    /** Where the tier of index {@code tier} ends. */
    long end(int tier) {
        return tier + 1 < tiers.size() ? tiers.get(tier + 1).from() : Long.MAX_VALUE;
    }

    /** Index of the tier that the next of {@code charged} falls into. */
    int tierAt(long charged) {
        int tier = 0;
        while (end(tier) <= charged && tier + 1 < tiers.size()) {
            tier++;
        }
        return tier;
    }
}
