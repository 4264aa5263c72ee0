package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them: thousands in groups, every digit shown, none invented. */
public final class Figures {

    private Figures() {}

    /** {@code 1,234.5}; the exact value, without trailing zeros. */
    public static String of(BigDecimal value) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(Math.max(0, value.scale()));
        return format.format(value);
    }

    /** {@code 1,234}. */
    public static String of(long value) {
        return of(BigDecimal.valueOf(value));
    }
}
