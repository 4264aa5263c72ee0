package io.millirun.billing.prices;

import io.millirun.billing.BillingProperties;
import io.millirun.billing.rating.RateCard;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Currency;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the way of a call has to know of prices. Answers from memory and never blocks. */
@Component
public class ListPrices {

    private static final Logger log = LoggerFactory.getLogger(ListPrices.class);

    private static final int REFRESH_SECONDS = 10;
    private static final int MOST_REMEMBERED = 10_000;

    private final RateCards cards;
    private final Clock clock;
    private volatile PriceBook book;

    /** Most calls cost what another has cost; begun anew with every reading. */
    private volatile Map<Billed, String> texts = new ConcurrentHashMap<>();

    ListPrices(RateCards cards, BillingProperties settings, Clock clock) {
        this.cards = cards;
        this.clock = clock;
        cards.addFirst(
                new Plan(RateCards.STANDARD, "Standard", "", settings.currency()),
                RateCard.standard(RateCards.STANDARD, settings.currency()));
        this.book = cards.book();
    }

    /** Reads again what was announced; after a failure the prices of before go on to hold. */
    @Scheduled(fixedDelay = REFRESH_SECONDS, initialDelay = REFRESH_SECONDS, timeUnit = TimeUnit.SECONDS)
    void refresh() {
        try {
            book = cards.book();
            texts = new ConcurrentHashMap<>();
        } catch (DataAccessException away) {
            log.warn("prices cannot be read anew: {}", away.getMessage());
        }
    }

    /** The tenant's prices, past and to come. */
    public PriceHistory of(TenantId tenant) {
        return book.of(tenant);
    }

    /** Milliseconds of every init that the tenant's plan does not charge now. */
    public long freeInitMs(TenantId tenant) {
        return of(tenant).at(clock.instant()).freeInitMs();
    }

    /** List price of one call, before allowances and tiers, in the currency's major unit, to the last digit. */
    public BigDecimal amount(UsageRecord usage) {
        BigDecimal exact = card(usage)
                .listPrice(usage.outcome().billed() ? 1 : 0, usage.mbMs())
                .stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    /** The currency of {@link #amount}. */
    public Currency currency(UsageRecord usage) {
        return card(usage).currency();
    }

    /** The same with its currency, {@code 0.0000002 USD}: zero only when nothing is charged. */
    public String text(UsageRecord usage) {
        RateCard card = card(usage);
        Map<Billed, String> known = texts;
        var billed = new Billed(card.plan(), card.version(), usage.outcome().billed(), usage.mbMs());
        String text = known.get(billed);
        if (text == null) {
            text = amount(usage).toPlainString() + " " + card.currency().getCurrencyCode();
            if (known.size() < MOST_REMEMBERED) {
                known.put(billed, text);
            }
        }
        return text;
    }

    /** All that a call's own price depends on. */
    private record Billed(String plan, int version, boolean billed, long mbMs) {}

    private RateCard card(UsageRecord usage) {
        return of(usage.tenant()).at(usage.id().startedAt());
    }
}
