package io.millirun.billing.tax;

import io.millirun.billing.rating.Money;
import java.math.BigDecimal;

/**
 * What is taxed by one rate.
 *
 * @param taxable sum of the group's lines as printed
 * @param tax on that sum, rounded once
 */
public record TaxedGroup(String group, String name, BigDecimal percent, Money taxable, Money tax) {

    /** The tax on a sum: computed exactly and rounded half up, once for all lines of the group. */
    public static TaxedGroup of(String group, String name, BigDecimal percent, Money taxable) {
        BigDecimal exact = taxable.amount().multiply(percent).scaleByPowerOfTen(-2);
        return new TaxedGroup(group, name, percent, taxable, Money.rounded(exact, taxable.currency()));
    }
}
