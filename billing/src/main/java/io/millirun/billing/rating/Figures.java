package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/** Numbers as people read them: thousands in groups, every digit shown, none invented. */
public final class Figures {

    private Figures() {}

    /** {@code 1,234.5}: every digit of the value and no other. */
    public static String of(BigDecimal value) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(Math.max(0, value.scale()));
        format.setMaximumFractionDigits(Math.max(0, value.scale()));
        return format.format(value);
    }

    /** {@code 1,234}. */
    public static String of(long value) {
        return of(BigDecimal.valueOf(value));
    }

    /** {@code $18.73}, or {@code BHD 18.730} where the currency's sign is its code. */
    public static String money(Money money) {
        return money(money.amount(), money.currency());
    }

    /** An exact amount, {@code $0.0000166667}. */
    public static String money(BigDecimal amount, Currency currency) {
        String sign = currency.getSymbol(Locale.US);
        String gap = Character.isLetter(sign.charAt(sign.length() - 1)) ? "\u00a0" : "";
        String minus = amount.signum() < 0 ? "\u2212" : "";
        return minus + sign + gap + of(amount.abs());
    }
}
