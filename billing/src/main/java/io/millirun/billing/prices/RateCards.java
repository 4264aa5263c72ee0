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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the rate cards. They are added, never changed. */
@Component
public class RateCards {

    /** The plan of every organization that chose no other. */
    public static final String STANDARD = "standard";

    /** Every process has read a new card this long after it was added. */
    private static final Duration LEAST_NOTICE = Duration.ofMinutes(1);

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RateCards(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Adds the card that an installation begins with, unless the plan has one already. */
    void addFirst(RateCard card) {
        transaction.executeWithoutResult(_ -> insert(new DatedRateCard(card, Instant.EPOCH)));
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
            DatedRateCard last = history(card.card().plan()).cards().getLast();
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

    /** All cards of a plan, which must exist. */
    PriceHistory history(String plan) {
        List<DatedRateCard> cards = worker.sql("select * from billing.rate_card where plan = ?")
                .param(plan)
                .query((row, _) -> {
                    UUID id = row.getObject("id", UUID.class);
                    RateCard card = new RateCard(
                            row.getString("plan"),
                            row.getInt("version"),
                            Currency.getInstance(row.getString("currency")),
                            row.getLong("free_init_ms"),
                            price(id, Meter.REQUESTS),
                            price(id, Meter.COMPUTE));
                    return new DatedRateCard(
                            card,
                            row.getObject("effective_from", OffsetDateTime.class)
                                    .toInstant());
                })
                .list();
        return new PriceHistory(cards);
    }

    private MeterPrice price(UUID card, Meter meter) {
        long free = worker.sql("select free_per_month from billing.meter_price where rate_card_id = ? and meter = ?")
                .params(card, name(meter))
                .query(Long.class)
                .single();
        List<Tier> tiers = worker.sql(
                        "select from_quantity, rate from billing.price_tier where rate_card_id = ? and meter = ?")
                .params(card, name(meter))
                .query((row, _) -> new Tier(row.getLong("from_quantity"), row.getBigDecimal("rate")))
                .list();
        return new MeterPrice(free, tiers);
    }

    private boolean insert(DatedRateCard dated) {
        RateCard card = dated.card();
        UUID id = Uuid7.next();
        int inserted = worker.sql("""
                        insert into billing.rate_card
                          (id, plan, version, effective_from, currency, free_init_ms, created_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(
                        id,
                        card.plan(),
                        card.version(),
                        dated.effectiveFrom().atOffset(ZoneOffset.UTC),
                        card.currency().getCurrencyCode(),
                        card.freeInitMs(),
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

    private static String name(Meter meter) {
        return meter.name().toLowerCase(Locale.ROOT);
    }
}
