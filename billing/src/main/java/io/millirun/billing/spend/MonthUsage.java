package io.millirun.billing.spend;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.kernel.CurrentTenant;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Component;

/** What was used of a month, span by span, as the usage tables know it. */
@Component
class MonthUsage {

    private final UsageLedger ledger;
    private final ListPrices prices;

    MonthUsage(UsageLedger ledger, ListPrices prices) {
        this.ledger = ledger;
        this.prices = prices;
    }

    /** The spans of prices of the UTC month that {@code time} lies in. */
    List<PricedPeriod> spans(Scope scope, Instant time) {
        YearMonth month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
        return prices.of(scope.tenant()).over(UsagePeriod.month(month));
    }

    /** Usage in each of {@code spans}. */
    List<UsedSpan> used(Scope scope, List<PricedPeriod> spans) {
        return CurrentTenant.call(
                scope.tenant(),
                () -> spans.stream()
                        .map(span -> new UsedSpan(span.card(), quantity(scope, span.period())))
                        .toList());
    }

    private Quantity quantity(Scope scope, UsagePeriod period) {
        UsageTotals totals = scope.function()
                .map(function -> ledger.byFunction(scope.tenant(), period).getOrDefault(function, UsageTotals.ZERO))
                .orElseGet(() -> ledger.totals(scope.tenant(), period));
        return new Quantity(totals.requests(), totals.mbMs());
    }
}
