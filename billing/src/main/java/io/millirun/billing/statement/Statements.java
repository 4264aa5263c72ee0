package io.millirun.billing.statement;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.prices.PriceHistory;
import io.millirun.billing.profile.BilledOrganization;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.billing.rating.Correction;
import io.millirun.billing.rating.Correction.LateSpan;
import io.millirun.billing.rating.MinimumLine;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.MonthBill;
import io.millirun.billing.statement.StatementCalculator.UsedPeriod;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.FunctionDay;
import io.millirun.metering.ledger.LateHour;
import io.millirun.metering.ledger.UsageChain;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** A tenant's statements. Runs where {@link io.millirun.kernel.CurrentTenant} is bound. */
@Component
public class Statements {

    private final UsageLedger ledger;
    private final ListPrices prices;
    private final DeployedFunctions functions;
    private final BilledOrganizations organizations;
    private final Clock clock;

    Statements(
            UsageLedger ledger,
            ListPrices prices,
            DeployedFunctions functions,
            BilledOrganizations organizations,
            Clock clock) {
        this.ledger = ledger;
        this.prices = prices;
        this.functions = functions;
        this.organizations = organizations;
        this.clock = clock;
    }

    /** The running UTC month's. */
    public Statement current(TenantId tenant) {
        return of(tenant, YearMonth.now(clock.withZone(ZoneOffset.UTC)));
    }

    /** A month's, from the sums that are there now. */
    public Statement of(TenantId tenant, YearMonth month) {
        Instant since =
                organizations.find(tenant).map(BilledOrganization::since).orElse(Instant.EPOCH);
        return of(tenant, month, prices.of(tenant), since);
    }

    /**
     * The same by given prices.
     *
     * @param since when the organization began
     */
    public Statement of(TenantId tenant, YearMonth month, PriceHistory history, Instant since) {
        UsagePeriod period = UsagePeriod.month(month);
        List<UsedPeriod> used = history.over(period).stream()
                .map(priced -> new UsedPeriod(priced, ledger.onTime(tenant, priced.period())))
                .toList();
        UsageTotals usage = used.stream().map(UsedPeriod::totals).reduce(UsageTotals.ZERO, UsageTotals::plus);
        MonthBill bill = MonthBill.of(StatementCalculator.spans(used), since);
        Currency currency = bill.total().currency();
        List<Correction> corrections = corrections(tenant, month, history, since, currency);
        Money total = Stream.concat(
                        Stream.of(bill.total()), corrections.stream().map(Correction::amount))
                .reduce(Money::plus)
                .orElseThrow();
        Optional<MinimumLine> minimum = bill.minimum();
        Optional<ZeroProof> proof = usage.invocations() == 0 && corrections.isEmpty()
                ? Optional.of(proof(tenant, period))
                : Optional.empty();
        return new Statement(
                tenant,
                month,
                clock.instant(),
                usage,
                StatementCalculator.sections(used),
                minimum,
                corrections,
                total,
                proof);
    }

    private List<Correction> corrections(
            TenantId tenant, YearMonth month, PriceHistory history, Instant since, Currency currency) {
        Map<YearMonth, List<LateHour>> late = ledger.late(tenant, month).stream()
                .collect(Collectors.groupingBy(
                        hour -> YearMonth.from(hour.hour().atOffset(ZoneOffset.UTC)),
                        TreeMap::new,
                        Collectors.toList()));
        return late.entrySet().stream()
                .map(of -> Correction.of(
                        of.getKey(),
                        history.over(UsagePeriod.month(of.getKey())).stream()
                                .map(priced -> {
                                    UsageTotals before = ledger.onTime(tenant, priced.period()).stream()
                                            .map(FunctionDay::totals)
                                            .reduce(UsageTotals.ZERO, UsageTotals::plus)
                                            .plus(sum(of.getValue(), priced.period(), month, false));
                                    UsageTotals added = sum(of.getValue(), priced.period(), month, true);
                                    return new LateSpan(
                                            priced.period(),
                                            priced.card(),
                                            before.requests(),
                                            before.mbMs(),
                                            added.requests(),
                                            added.mbMs());
                                })
                                .toList(),
                        since,
                        currency))
                .toList();
    }

    private static UsageTotals sum(List<LateHour> hours, UsagePeriod within, YearMonth month, boolean now) {
        return hours.stream()
                .filter(hour -> hour.billedIn().equals(month) == now
                        && !hour.hour().isBefore(within.from())
                        && hour.hour().isBefore(within.to()))
                .map(LateHour::totals)
                .reduce(UsageTotals.ZERO, UsageTotals::plus);
    }

    private ZeroProof proof(TenantId tenant, UsagePeriod period) {
        return new ZeroProof(
                functions.count(tenant), ledger.lastActivity(tenant, period.to()), new UsageChain().digest());
    }
}
