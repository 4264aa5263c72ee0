package io.millirun.billing.budget;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;

/** What the running month costs organizations, now and at its end. */
@Component
public class MonthOutlooks {

    /** A week holds each day of the week once. */
    private static final int PACE_DAYS = 7;

    private final UsageLedger ledger;
    private final ListPrices prices;
    private final Clock clock;

    MonthOutlooks(UsageLedger ledger, ListPrices prices, Clock clock) {
        this.ledger = ledger;
        this.prices = prices;
        this.clock = clock;
    }

    /** The running UTC month's. */
    public MonthOutlook of(TenantId tenant) {
        return CurrentTenant.call(tenant, () -> outlook(tenant));
    }

    private MonthOutlook outlook(TenantId tenant) {
        Instant now = clock.instant();
        UsagePeriod month = UsagePeriod.month(YearMonth.from(now.atOffset(ZoneOffset.UTC)));
        List<MeteredSpan> used = prices.of(tenant).over(month).stream()
                .map(span -> {
                    UsageTotals totals = ledger.totals(tenant, span.period());
                    return new MeteredSpan(span.period(), span.card(), totals.requests(), totals.mbMs());
                })
                .toList();
        return MonthOutlook.of(used, pace(tenant, now), now);
    }

    /** The last week's, or since the first day in it on which anything ran. */
    private Pace pace(TenantId tenant, Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate weekAgo = today.minusDays(PACE_DAYS);
        SequencedMap<LocalDate, UsageTotals> days = ledger.byDay(
                tenant,
                new UsagePeriod(
                        weekAgo.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS)));
        LocalDate first = days.keySet().stream().min(LocalDate::compareTo).orElse(weekAgo);
        UsageTotals totals = days.values().stream().reduce(UsageTotals.ZERO, UsageTotals::plus);
        Duration over = Duration.between(first.atStartOfDay(ZoneOffset.UTC).toInstant(), now);
        // In the first hour of a first day a few calls would look like a flood.
        Duration least = Duration.ofHours(1);
        return new Pace(totals.requests(), totals.mbMs(), over.compareTo(least) < 0 ? least : over);
    }
}
