package io.millirun.portal.revenue;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.prices.PriceHistory;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.Rating;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.PlatformUsage.TenantDay;
import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Prices the days of all organizations: at list price, and as their months are rated. */
@Component
class Takings {

    private final ListPrices prices;

    Takings(ListPrices prices) {
        this.prices = prices;
    }

    /**
     * Usage and its list price.
     *
     * @param list before allowances and tiers
     */
    record Sum(long invocations, long requests, long mbMs, long errors, BigDecimal list) {

        static final Sum NONE = new Sum(0, 0, 0, 0, BigDecimal.ZERO);

        Sum plus(Sum other) {
            return new Sum(
                    invocations + other.invocations,
                    requests + other.requests,
                    mbMs + other.mbMs,
                    errors + other.errors,
                    list.add(other.list));
        }
    }

    /** The currency that a day of an organization is priced in. */
    Currency currency(TenantDay day) {
        return card(day).currency();
    }

    /** A day at list price. */
    Sum sum(TenantDay day) {
        return new Sum(
                day.invocations(),
                day.requests(),
                day.mbMs(),
                day.errors(),
                card(day).listPrice(day.requests(), day.mbMs()));
    }

    /**
     * What the months of {@code days} come to by the rules of the statement, before tax, credits and minimum. A new price
     * counts from the beginning of its day.
     */
    Map<YearMonth, Money> rated(List<TenantDay> days, Currency currency) {
        record Key(TenantId tenant, YearMonth month) {}
        Map<YearMonth, Money> rated = new HashMap<>();
        days.stream()
                .collect(Collectors.groupingBy(day -> new Key(day.tenant(), YearMonth.from(day.day()))))
                .forEach((key, month) -> {
                    List<MeteredSpan> spans = spans(key.tenant(), key.month(), month);
                    if (spans.getFirst().card().currency().equals(currency)) {
                        for (Meter meter : Meter.values()) {
                            Money part = Rating.total(Rating.rate(meter, spans), Money.zero(currency));
                            rated.merge(key.month(), part, Money::plus);
                        }
                    }
                });
        return rated;
    }

    private List<MeteredSpan> spans(TenantId tenant, YearMonth month, List<TenantDay> days) {
        List<MeteredSpan> spans = new ArrayList<>();
        for (PriceHistory.PricedPeriod priced : prices.of(tenant).over(UsagePeriod.month(month))) {
            List<TenantDay> part = days.stream()
                    .filter(day -> lies(day.day(), priced.period()))
                    .toList();
            spans.add(new MeteredSpan(
                    priced.period(),
                    priced.card(),
                    part.stream().mapToLong(TenantDay::requests).sum(),
                    part.stream().mapToLong(TenantDay::mbMs).sum()));
        }
        return spans;
    }

    /** A day lies where its last hour does. */
    private static boolean lies(LocalDate day, UsagePeriod period) {
        Instant last = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
        return !last.isBefore(period.from()) && last.isBefore(period.to());
    }

    private RateCard card(TenantDay day) {
        return prices.of(day.tenant())
                .at(day.day()
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusSeconds(1));
    }
}
