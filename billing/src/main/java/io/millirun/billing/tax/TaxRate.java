package io.millirun.billing.tax;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A rate for recipients in a country.
 *
 * @param country ISO 3166 code of two capital letters
 * @param group what is taxed by it
 * @param effectiveFrom the UTC day it holds from, until the next rate
 * @param name as it is printed, {@code VAT}
 */
public record TaxRate(String country, String group, LocalDate effectiveFrom, String name, BigDecimal percent) {

    /** The group of everything that is metered. */
    public static final String STANDARD = "standard";

    public TaxRate {
        percent = percent.stripTrailingZeros();
        if (!country.matches("[A-Z]{2}")
                || !group.matches("[a-z][a-z0-9-]{0,30}")
                || name.isBlank()
                || name.length() > 40
                || percent.signum() < 0
                || percent.compareTo(BigDecimal.valueOf(100)) > 0
                || percent.scale() > 4) {
            throw new IllegalArgumentException("no tax rate: " + name + " " + percent + " in " + country);
        }
    }
}
