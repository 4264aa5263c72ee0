package io.millirun.portal.functions;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.rating.RateCard;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageTotals;
import io.millirun.portal.figure.Figure;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Currency;
import org.springframework.stereotype.Component;

/** List prices as the pages of functions show them: for orientation, before allowances and tiers. */
@Component
class FunctionPrices {

    private static final long MB_MS_OF_ONE_GB_SECOND = 1_024_000;

    private final ListPrices prices;
    private final Clock clock;

    FunctionPrices(ListPrices prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /** What {@code usage} costs at today's list price. */
    Amount cost(TenantId tenant, UsageTotals usage) {
        RateCard card = card(tenant);
        return new Amount(
                card.listPrice(usage.requests(), usage.mbMs()), card.currency().getCurrencyCode());
    }

    /** What 1,024 MB cost for each second that code runs. */
    Amount gbSecond(TenantId tenant) {
        RateCard card = card(tenant);
        return new Amount(
                card.listPrice(0, MB_MS_OF_ONE_GB_SECOND), card.currency().getCurrencyCode());
    }

    private RateCard card(TenantId tenant) {
        return prices.of(tenant).at(clock.instant());
    }

    /** An exact amount of money that is shown and never summed. */
    record Amount(BigDecimal exact, String currency) {

        /** The first three digits that matter, with the currency. */
        public String brief() {
            return Figure.price(exact, Currency.getInstance(currency)).text();
        }

        /** All digits, with the currency. */
        public String whole() {
            return plain(exact) + " " + currency;
        }

        /** All digits without the currency. */
        public String digits() {
            return plain(exact);
        }

        private static String plain(BigDecimal amount) {
            return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
        }
    }
}
