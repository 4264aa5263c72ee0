package io.millirun.billing.statement;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.rating.Money;
import io.millirun.billing.statement.StatementCalculator.UsedPeriod;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A tenant's statements. Runs where {@link io.millirun.kernel.CurrentTenant} is bound. */
@Component
public class Statements {

    private final UsageLedger ledger;
    private final ListPrices prices;
    private final DeployedFunctions functions;
    private final Clock clock;

    Statements(UsageLedger ledger, ListPrices prices, DeployedFunctions functions, Clock clock) {
        this.ledger = ledger;
        this.prices = prices;
        this.functions = functions;
        this.clock = clock;
    }

    /** The running UTC month's. */
    public Statement current(TenantId tenant) {
        return of(tenant, YearMonth.now(clock.withZone(ZoneOffset.UTC)));
    }

    /** A month's, from the sums that are there now. */
    public Statement of(TenantId tenant, YearMonth month) {
        UsagePeriod period = UsagePeriod.month(month);
        List<UsedPeriod> used = prices.of(tenant).over(period).stream()
                .map(priced -> new UsedPeriod(priced, ledger.byFunctionAndDay(tenant, priced.period())))
                .toList();
        UsageTotals usage = used.stream().map(UsedPeriod::totals).reduce(UsageTotals.ZERO, UsageTotals::plus);
        List<Section> sections = StatementCalculator.sections(used);
        Money total = sections.stream().map(Section::amount).reduce(Money::plus).orElseThrow();
        Optional<ZeroProof> proof = usage.invocations() == 0 ? Optional.of(proof(tenant, period)) : Optional.empty();
        return new Statement(tenant, month, clock.instant(), usage, sections, total, proof);
    }

    private ZeroProof proof(TenantId tenant, UsagePeriod period) {
        return new ZeroProof(functions.count(tenant), ledger.lastActivity(tenant, period.to()), digestOf(new byte[0]));
    }

    private static String digestOf(byte[] usage) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(usage));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
