package io.millirun.billing.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount on a document: whole minor units of a currency.
 *
 * @param minorUnits cents, or what the currency has for them
 */
public record Money(long minorUnits, Currency currency) {

    /** The one place where an exact amount becomes a printed one: half a minor unit and more is rounded up. */
    public static Money rounded(BigDecimal exact, Currency currency) {
        int places = currency.getDefaultFractionDigits();
        return new Money(
                exact.setScale(places, RoundingMode.HALF_UP).unscaledValue().longValueExact(), currency);
    }

    /** Nothing. */
    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** The sum of two amounts of one currency. */
    public Money plus(Money other) {
        return new Money(Math.addExact(minorUnits, same(other).minorUnits), currency);
    }

    /** The difference of two amounts of one currency. */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(minorUnits, same(other).minorUnits), currency);
    }

    /** The smaller of two amounts of one currency. */
    public Money least(Money other) {
        return same(other).minorUnits < minorUnits ? other : this;
    }

    /** Whether this is less than nothing, nothing, or more: -1, 0 or 1. */
    public int signum() {
        return Long.signum(minorUnits);
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("two currencies: " + other + " and " + this);
        }
        return other;
    }

    /** The amount in the currency's major unit, with all its minor digits. */
    public BigDecimal amount() {
        return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
    }

    /** {@code 18.73 USD}. */
    @Override
    public String toString() {
        return amount().toPlainString() + " " + currency.getCurrencyCode();
    }
}
