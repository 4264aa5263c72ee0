package io.millirun.billing.prices;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.Tier;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.Uuid7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the plans' rate cards. They are added, never changed. */
@Component
public class RateCards {

    /** The plan of every organization that is on no other. */
    public static final String STANDARD = "standard";

    /** Every process has read a new price this long after it was added. */
    static final Duration LEAST_NOTICE = Duration.ofMinutes(1);

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final PriceReader reader;

    RateCards(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.reader = new PriceReader(worker);
    }

    /** Adds the plan and card that an installation begins with, unless the plan is there already. */
    void addFirst(Plan plan, RateCard card) {
        transaction.executeWithoutResult(_ -> {
            insert(plan);
            insert(new DatedRateCard(card, Instant.EPOCH));
        });
    }

    /**
     * Adds a plan with its first rate card.
     *
     * @throws MillirunException with {@link Fault#CALLER} if there is a plan of this name
     */
    public void addPlan(Plan plan, RateCard card) {
        if (!plan.name().equals(card.plan()) || !plan.currency().equals(card.currency())) {
            throw new IllegalArgumentException("the card of another plan: " + card.plan());
        }
        transaction.executeWithoutResult(_ -> {
            if (!insert(plan)) {
                throw new MillirunException(Fault.CALLER, "PlanExists", "There is a plan with this name already.");
            }
            insert(new DatedRateCard(card, Instant.EPOCH));
        });
    }

    /**
     * Announces new prices.
     *
     * @throws MillirunException with {@link Fault#CALLER} if they would hold for the past or within a minute, are in
     *     another currency than those before, or another card with this version or time was added meanwhile
     */
    public void announce(DatedRateCard card) {
        if (card.effectiveFrom().isBefore(clock.instant().plus(LEAST_NOTICE))) {
            throw new MillirunException(
                    Fault.CALLER, "PriceChangeInThePast", "New prices take effect at a future whole hour (UTC).");
        }
        transaction.executeWithoutResult(_ -> {
            DatedRateCard last = reader.read().plan(card.card().plan()).cards().getLast();
            if (!last.card().currency().equals(card.card().currency())) {
                throw new MillirunException(
                        Fault.CALLER,
                        "CurrencyChange",
                        "A plan keeps its currency, " + last.card().currency() + ".");
            }
            if (!insert(card)) {
                throw new MillirunException(
                        Fault.CALLER,
                        "PriceChangeExists",
                        "The plan has a rate card of this version or for this hour already.");
            }
        });
    }

    /** All prices as the database has them now. */
    public PriceBook book() {
        return reader.read();
    }

    private boolean insert(Plan plan) {
        return worker.sql("""
                        insert into billing.plan (name, title, description, currency, created_at)
                        values (?, ?, ?, ?, ?)
                        on conflict do nothing""")
                        .params(
                                plan.name(),
                                plan.title(),
                                plan.description(),
                                plan.currency().getCurrencyCode(),
                                clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private boolean insert(DatedRateCard dated) {
        RateCard card = dated.card();
        UUID id = Uuid7.next();
        int inserted = worker.sql("""
                        insert into billing.rate_card
                          (id, plan, version, effective_from, currency, free_init_ms, minimum_minor, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(
                        id,
                        card.plan(),
                        card.version(),
                        dated.effectiveFrom().atOffset(ZoneOffset.UTC),
                        card.currency().getCurrencyCode(),
                        card.freeInitMs(),
                        card.minimumMinor(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (inserted == 1) {
            insert(id, Meter.REQUESTS, card.requests());
            insert(id, Meter.COMPUTE, card.compute());
        }
        return inserted == 1;
    }

    private void insert(UUID card, Meter meter, MeterPrice price) {
        worker.sql("insert into billing.meter_price (rate_card_id, meter, free_per_month) values (?, ?, ?)")
                .params(card, name(meter), price.freePerMonth())
                .update();
        for (Tier tier : price.tiers()) {
            worker.sql("insert into billing.price_tier (rate_card_id, meter, from_quantity, rate) values (?, ?, ?, ?)")
                    .params(card, name(meter), tier.from(), tier.rate())
                    .update();
        }
    }

    static String name(Meter meter) {
        return meter.name().toLowerCase(Locale.ROOT);
    }
}
