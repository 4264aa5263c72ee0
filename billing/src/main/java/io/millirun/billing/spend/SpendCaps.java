package io.millirun.billing.spend;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The caps of organizations and their functions: set, changed, removed, and how far they are used up. */
@Component
public class SpendCaps {

    /** Channel on which changes are announced; the message is the organization's id. */
    public static final String CHANNEL = CapTable.CHANNEL;

    private static final Duration LOST_AFTER = Duration.ofMinutes(2);

    private final CapTable table;
    private final HeldTable held;
    private final MonthUsage usage;
    private final ListPrices prices;
    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SpendCaps(
            CapTable table,
            HeldTable held,
            MonthUsage usage,
            ListPrices prices,
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Clock clock) {
        this.table = table;
        this.held = held;
        this.usage = usage;
        this.prices = prices;
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Sets a cap, or changes its amount; a change holds within a second.
     *
     * @throws MillirunException with {@link Fault#CALLER} if the amount is negative or in another currency than prices
     */
    public void set(Scope scope, Money amount) {
        if (amount.minorUnits() < 0
                || !amount.currency()
                        .equals(prices.of(scope.tenant()).at(clock.instant()).currency())) {
            throw new MillirunException(
                    Fault.CALLER, "InvalidSpendCap", "A spend cap is zero or more, in the currency of your prices.");
        }
        transaction.executeWithoutResult(_ -> table.put(scope, amount));
    }

    /** Removes a cap, if there is one. */
    public void remove(Scope scope) {
        transaction.executeWithoutResult(_ -> table.remove(scope));
    }

    /** The caps of an organization, its own first. */
    public List<SpendCap> of(TenantId tenant) {
        return table.of(tenant);
    }

    /** How far a cap is used up in the running month. */
    public SpendStanding standing(SpendCap cap) {
        Instant now = clock.instant();
        List<PricedPeriod> spans = usage.spans(cap.scope(), now);
        Map<Instant, Quantity> holds = held.bySpan(
                cap.scope(),
                spans.getFirst().period().from(),
                spans.getLast().period().to());
        List<UsedSpan> used = usage.used(cap.scope(), spans);
        List<UsedSpan> withHeld = new ArrayList<>();
        for (int index = 0; index < spans.size(); index++) {
            withHeld.add(new UsedSpan(
                    used.get(index).card(),
                    used.get(index)
                            .quantity()
                            .plus(holds.getOrDefault(spans.get(index).period().from(), Quantity.NONE))));
        }
        BigDecimal spent = exact(cap.scope(), used);
        return new SpendStanding(cap, spent, exact(cap.scope(), withHeld).subtract(spent), full(cap, now));
    }

    private static BigDecimal exact(Scope scope, List<UsedSpan> month) {
        return (scope.function().isEmpty() ? Ceiling.ofOrganization(month) : Ceiling.ofFunction(month)).exact();
    }

    private boolean full(SpendCap cap, Instant now) {
        return worker.sql("select exists (select 1 from billing.notice where tenant_id = ? and key = ?)")
                .params(cap.scope().tenant().value(), noticeKey(cap, now))
                .query(Boolean.class)
                .single();
    }

    /** The occasion of the notice that a cap was reached: once for each month and amount. */
    static String noticeKey(SpendCap cap, Instant month) {
        return "spend-cap/" + cap.scope().key() + "/" + month.toString().substring(0, 7) + "/"
                + cap.amount().minorUnits();
    }

    /** Processes that were not seen for a while and still hold room under caps. */
    public List<LostNode> lostNodes() {
        return held.lost(clock.instant().minus(LOST_AFTER));
    }

    /** Gives back what a process held that will not come back; usage left in its spool is never charged then. */
    public void forgetNode(UUID spool) {
        transaction.executeWithoutResult(_ -> held.forget(spool));
    }
}
