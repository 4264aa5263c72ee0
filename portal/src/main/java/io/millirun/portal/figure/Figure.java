package io.millirun.portal.figure;

import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * A number on a page.
 *
 * @param text as people read it, perhaps rounded
 * @param value every digit, without grouping or unit: the page carries it in {@code data-value}
 */
public record Figure(String text, String value) {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1_048_576);

    /** Something that was not measured. */
    public static final Figure NONE = new Figure("–", "");

    /** A whole number. */
    public static Figure count(long count) {
        return new Figure(Figures.of(count), Long.toString(count));
    }

    /** GB-seconds, rounded for reading; the value is exact. */
    public static Figure gbSeconds(long mbMs) {
        BigDecimal exact = Meter.COMPUTE.shown(mbMs);
        return new Figure(Figures.of(brief(exact)), exact.toPlainString());
    }

    /** GB-seconds with every digit. */
    public static Figure exactGbSeconds(long mbMs) {
        BigDecimal exact = Meter.COMPUTE.shown(mbMs);
        return new Figure(Figures.of(exact), exact.toPlainString());
    }

    /** An amount of a document; the value is in the currency's major unit. */
    public static Figure money(Money money) {
        return new Figure(Figures.money(money), money.amount().toPlainString());
    }

    /** An exact amount, rounded for reading but never to zero. */
    public static Figure price(BigDecimal exact, Currency currency) {
        return new Figure(Figures.money(brief(exact), currency), plain(exact));
    }

    /** An exact amount with every digit. */
    public static Figure exactPrice(BigDecimal exact, Currency currency) {
        return new Figure(Figures.money(tidy(exact), currency), plain(exact));
    }

    /** A price of a unit with every digit, and no fewer than the currency's coins have. */
    public static Figure rate(BigDecimal exact, Currency currency) {
        BigDecimal tidy = tidy(exact);
        int places = Math.max(tidy.scale(), currency.getDefaultFractionDigits());
        return new Figure(Figures.money(tidy.setScale(places), currency), plain(exact));
    }

    /** A time in milliseconds; the value is in microseconds. */
    public static Figure millis(long micros) {
        return new Figure(Figures.of(BigDecimal.valueOf(micros, 3)) + " ms", Long.toString(micros));
    }

    /** A time as people compare it, in three digits and the unit that fits; the value is in microseconds. */
    public static Figure time(long micros) {
        BigDecimal millis = BigDecimal.valueOf(micros, 3);
        boolean seconds = micros >= 1_000_000;
        BigDecimal shown = tidy((seconds ? millis.movePointLeft(3) : millis).round(THREE_DIGITS));
        return new Figure(Figures.of(shown) + (seconds ? " s" : " ms"), Long.toString(micros));
    }

    /** A size in megabytes; the value is in bytes. {@link #NONE} where it is negative: not measured. */
    public static Figure megabytes(long bytes) {
        if (bytes < 0) {
            return NONE;
        }
        BigDecimal megabytes = BigDecimal.valueOf(bytes).divide(MEGABYTE, 1, RoundingMode.HALF_UP);
        return new Figure(Figures.of(megabytes) + " MB", Long.toString(bytes));
    }

    /** How much of a whole something is, in percent with two decimals; the value is the part. */
    public static Figure share(long part, long whole) {
        BigDecimal percent = whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part)
                        .scaleByPowerOfTen(2)
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
        return new Figure(Figures.of(tidy(percent)), Long.toString(part));
    }

    /** Two decimals from one on; below, three digits, however small it is. */
    private static BigDecimal brief(BigDecimal exact) {
        if (exact.abs().compareTo(BigDecimal.ONE) >= 0) {
            return exact.setScale(2, RoundingMode.HALF_UP);
        }
        return tidy(exact.round(THREE_DIGITS));
    }

    private static BigDecimal tidy(BigDecimal exact) {
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String plain(BigDecimal exact) {
        return tidy(exact).toPlainString();
    }
}
