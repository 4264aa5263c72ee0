package io.millirun.portal.operator;

import io.millirun.billing.ledger.Account;
import io.millirun.billing.ledger.Credit;
import io.millirun.billing.ledger.Credits;
import io.millirun.billing.ledger.Ledger;
import io.millirun.billing.prices.Plan;
import io.millirun.billing.prices.Plans;
import io.millirun.billing.prices.Subscription;
import io.millirun.billing.rating.Money;
import io.millirun.billing.statement.Statement;
import io.millirun.billing.statement.Statements;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageTotals;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.standing.KnownStandings;
import io.millirun.portal.standing.OrganizationStanding;
import io.millirun.portal.standing.Standings;
import io.millirun.runtimemanager.functions.CodeStorage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gathers what an operator sees of one organization. */
@Component
class OrganizationSheet {

    private static final Set<Account> CREDITED =
            Set.of(Account.REVENUE, Account.TAX, Account.CREDITS, Account.BREAKAGE);

    private final Standings standings;
    private final KnownStandings known;
    private final CodeStorage storage;
    private final Plans plans;
    private final Statements statements;
    private final Credits credits;
    private final Ledger ledger;
    private final Clock clock;

    OrganizationSheet(
            Standings standings,
            KnownStandings known,
            CodeStorage storage,
            Plans plans,
            Statements statements,
            Credits credits,
            Ledger ledger,
            Clock clock) {
        this.standings = standings;
        this.known = known;
        this.storage = storage;
        this.plans = plans;
        this.statements = statements;
        this.credits = credits;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What an operator sees.
     *
     * @param limits what holds, the platform's defaults where the standing says nothing
     * @param plan the plan it is on now
     * @param changes plans it is moved to later
     */
    record Sheet(
            OrganizationStanding standing,
            Limits limits,
            CodeStorage.Use use,
            UsageTotals usage,
            Figure gbSeconds,
            Figure cost,
            String plan,
            List<Subscription> changes,
            List<Plan> plans,
            List<Credit> credits,
            List<Balance> balances,
            Instant at) {

        /** Kilobytes, megabytes or gigabytes of code. */
        public String codeKept() {
            return size(use.bytes());
        }

        /** How much it may keep. */
        public String codeMost() {
            return size(limits.codeBytes());
        }

        private static String size(long bytes) {
            return bytes < 1 << 20
                    ? (bytes + 1023) / 1024 + " KB"
                    : bytes < 10L << 30 ? (bytes >> 20) + " MB" : (bytes >> 30) + " GB";
        }
    }

    /** What an account adds up to, as people read it: what is credited to it counts as positive where that is its use. */
    record Balance(Account account, Figure amount) {

        static Balance of(Ledger.Balance balance) {
            Money amount = balance.amount();
            return new Balance(
                    balance.account(),
                    Figure.money(
                            CREDITED.contains(balance.account())
                                    ? Money.zero(amount.currency()).minus(amount)
                                    : amount));
        }
    }

    /** What holds for an organization. */
    record Limits(int concurrency, int functions, long codeBytes) {}

    Sheet of(TenantId organization) {
        Instant now = clock.instant();
        OrganizationStanding standing = standings.of(organization);
        Statement month = CurrentTenant.call(organization, () -> statements.current(organization));
        return new Sheet(
                standing,
                limits(organization, standing),
                CurrentTenant.call(organization, () -> storage.use(organization)),
                month.usage(),
                Figure.gbSeconds(month.usage().mbMs()),
                Figure.money(month.total()),
                plans.at(organization, now),
                plans.of(organization).stream()
                        .filter(change -> change.effectiveFrom().isAfter(now))
                        .toList(),
                plans.all(),
                credits.of(organization),
                ledger.balances(organization).stream().map(Balance::of).toList(),
                now);
    }

    /** What this process knows may be a moment old: what was just written counts. */
    private Limits limits(TenantId organization, OrganizationStanding standing) {
        Integer calls = standing.concurrency();
        Integer functions = standing.functions();
        Long bytes = standing.codeBytes();
        return new Limits(
                calls == null ? known.concurrency(organization) : calls,
                functions == null ? known.functions(organization) : functions,
                bytes == null ? known.codeBytes(organization) : bytes);
    }
}
