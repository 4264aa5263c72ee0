package io.millirun.portal.prices;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RateCard;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the editor of a rate card sends: text, whatever was typed.
 *
 * @param effectiveFrom UTC, as {@code 2026-12-01T00:00}; blank for the first card of a plan
 * @param requestsFree requests of each month that cost nothing
 * @param computeFree GB-seconds of each month that cost nothing
 * @param minimum least that a month costs; blank for no minimum
 * @param sampleRequests requests of a month to try the prices on
 * @param sampleMs billed milliseconds of each of them
 * @param sampleMb their memory size
 */
record PriceForm(
        String name,
        String title,
        String description,
        String currency,
        String effectiveFrom,
        String freeInitMs,
        String requestsFree,
        List<TierRow> requestTiers,
        String computeFree,
        List<TierRow> computeTiers,
        String minimum,
        String sampleRequests,
        String sampleMs,
        String sampleMb) {

    PriceForm(
            @Nullable String name,
            @Nullable String title,
            @Nullable String description,
            @Nullable String currency,
            @Nullable String effectiveFrom,
            @Nullable String freeInitMs,
            @Nullable String requestsFree,
            @Nullable List<@Nullable TierRow> requestTiers,
            @Nullable String computeFree,
            @Nullable List<@Nullable TierRow> computeTiers,
            @Nullable String minimum,
            @Nullable String sampleRequests,
            @Nullable String sampleMs,
            @Nullable String sampleMb) {
        this.name = text(name);
        this.title = text(title);
        this.description = text(description);
        this.currency = text(currency);
        this.effectiveFrom = text(effectiveFrom);
        this.freeInitMs = text(freeInitMs);
        this.requestsFree = text(requestsFree);
        this.requestTiers = rows(requestTiers);
        this.computeFree = text(computeFree);
        this.computeTiers = rows(computeTiers);
        this.minimum = text(minimum);
        this.sampleRequests = sampleRequests == null ? "3000000" : sampleRequests.strip();
        this.sampleMs = sampleMs == null ? "1000" : sampleMs.strip();
        this.sampleMb = sampleMb == null ? "512" : sampleMb.strip();
    }

    /** The editor as it opens: with the prices of {@code card}. */
    static PriceForm of(RateCard card, String effectiveFrom) {
        return new PriceForm(
                card.plan(),
                "",
                "",
                card.currency().getCurrencyCode(),
                effectiveFrom,
                Long.toString(card.freeInitMs()),
                shown(Meter.REQUESTS, card.requests().freePerMonth()),
                rows(Meter.REQUESTS, card.requests()),
                shown(Meter.COMPUTE, card.compute().freePerMonth()),
                rows(Meter.COMPUTE, card.compute()),
                card.minimumMinor() == 0
                        ? ""
                        : new Money(card.minimumMinor(), card.currency())
                                .amount()
                                .toPlainString(),
                null,
                null,
                null);
    }

    /** The steps of a meter's price that were filled in. */
    List<TierRow> tiers(Meter meter) {
        return (meter == Meter.REQUESTS ? requestTiers : computeTiers)
                .stream().filter(row -> !row.isBlank()).toList();
    }

    String free(Meter meter) {
        return meter == Meter.REQUESTS ? requestsFree : computeFree;
    }

    /** What the rows are called in the form. */
    static String rowsOf(Meter meter) {
        return meter == Meter.REQUESTS ? "requestTiers" : "computeTiers";
    }

    /** What the free allowance is called in the form. */
    static String freeOf(Meter meter) {
        return meter == Meter.REQUESTS ? "requestsFree" : "computeFree";
    }

    private static List<@Nullable TierRow> rows(Meter meter, MeterPrice price) {
        Stream<@Nullable TierRow> rows = price.tiers().stream()
                .map(tier -> new TierRow(shown(meter, tier.from()), tier.rate().toPlainString()));
        return rows.toList();
    }

    private static String shown(Meter meter, long quantity) {
        return meter.shown(quantity).toPlainString();
    }

    private static List<TierRow> rows(@Nullable List<@Nullable TierRow> sent) {
        return sent == null
                ? List.of()
                : sent.stream()
                        .map(row -> row == null ? new TierRow("", "") : row)
                        .toList();
    }

    private static String text(@Nullable String sent) {
        return sent == null ? "" : sent.strip();
    }
}
