package io.millirun.portal.spend;

import io.millirun.billing.rating.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads amounts that people type: {@code 25} or {@code 25.00}, in the currency's major unit. */
final class AmountText {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,3})?");

    private AmountText() {}

    /** The amount; empty if it is none, or finer than the currency's smallest unit. */
    static Optional<Money> parse(String text, Currency currency) {
        String plain = text.strip();
        if (!FORM.matcher(plain).matches()) {
            return Optional.empty();
        }
        BigDecimal exact = new BigDecimal(plain);
        int places = currency.getDefaultFractionDigits();
        return exact.stripTrailingZeros().scale() > places
                ? Optional.empty()
                : Optional.of(Money.rounded(exact, currency));
    }
}
