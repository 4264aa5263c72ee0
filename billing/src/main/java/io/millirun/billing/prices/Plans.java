package io.millirun.billing.prices;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The plans of this installation, and which organization is on which from when. */
@Component
public class Plans {

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final RateCards cards;
    private final Clock clock;

    Plans(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            RateCards cards,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.cards = cards;
        this.clock = clock;
    }

    /** All plans, by name. */
    public List<Plan> all() {
        return worker.sql("select * from billing.plan order by name")
                .query((row, _) -> new Plan(
                        row.getString("name"),
                        row.getString("title"),
                        row.getString("description"),
                        Currency.getInstance(row.getString("currency"))))
                .list();
    }

    /** The plan of this name. */
    public Optional<Plan> find(String name) {
        return all().stream().filter(plan -> plan.name().equals(name)).findFirst();
    }

    /** Changes how a plan is presented; its name, currency and prices stay. */
    public void describe(String name, String title, String description) {
        worker.sql("update billing.plan set title = ?, description = ? where name = ?")
                .params(title, description, name)
                .update();
    }

    /** An organization's subscriptions, past and to come, in the order of time; none while it was always on standard. */
    public List<Subscription> of(TenantId tenant) {
        return worker.sql("select * from billing.subscription where tenant_id = ? order by effective_from")
                .param(tenant.value())
                .query((row, _) -> PriceReader.subscription(row))
                .list();
    }

    /** Which plan each organization is on at {@code time}; without those that were always on standard. */
    public Map<TenantId, String> everybodyAt(Instant time) {
        return worker
                .sql("""
                        select distinct on (tenant_id) * from billing.subscription where effective_from <= ?
                        order by tenant_id, effective_from desc""")
                .param(time.atOffset(ZoneOffset.UTC))
                .query((row, _) -> PriceReader.subscription(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Subscription::tenant, Subscription::plan));
    }

    /** The plan that {@code tenant} is on at {@code time}. */
    public String at(TenantId tenant, Instant time) {
        return of(tenant).stream()
                .filter(subscription -> !subscription.effectiveFrom().isAfter(time))
                .reduce((_, later) -> later)
                .map(Subscription::plan)
                .orElse(RateCards.STANDARD);
    }

    /**
     * Moves an organization to a plan at a future whole UTC hour; to one of another currency at a month's beginning.
     *
     * @param by who decided it
     * @throws MillirunException with {@link Fault#CALLER} if the time is not in the future, lies within a month that is
     *     billed in another currency, or has a change already
     */
    public void subscribe(Subscription subscription, String by) {
        if (subscription.effectiveFrom().isBefore(clock.instant().plus(RateCards.LEAST_NOTICE))) {
            throw new MillirunException(
                    Fault.CALLER, "PlanChangeInThePast", "A plan takes effect at a future whole hour (UTC).");
        }
        Plan plan = find(subscription.plan())
                .orElseThrow(() -> new MillirunException(Fault.CALLER, "PlanNotFound", "There is no such plan."));
        transaction.executeWithoutResult(_ -> {
            List<Subscription> changed = new ArrayList<>(of(subscription.tenant()));
            changed.add(subscription);
            if (!cards.book().along(changed).keepsCurrencyWithinMonths()) {
                throw new MillirunException(
                        Fault.CALLER,
                        "CurrencyWithinMonth",
                        "A month is billed in one currency: this plan can begin on the first of a month, 00:00 UTC.");
            }
            int inserted = worker.sql("""
                            insert into billing.subscription (tenant_id, effective_from, plan, created_at, created_by)
                            values (?, ?, ?, ?, ?)
                            on conflict do nothing""")
                    .params(
                            subscription.tenant().value(),
                            subscription.effectiveFrom().atOffset(ZoneOffset.UTC),
                            plan.name(),
                            clock.instant().atOffset(ZoneOffset.UTC),
                            by)
                    .update();
            if (inserted == 0) {
                throw new MillirunException(
                        Fault.CALLER, "PlanChangeExists", "The organization changes its plan in this hour already.");
            }
        });
    }
}
