package io.millirun.billing.document;

import io.millirun.billing.tax.TaxedGroup;

/**
 * A tax: {@code percent} of {@code taxable}, both amounts in minor units of the currency.
 *
 * @param group what is taxed by it
 */
public record TaxPart(String group, String name, String percent, long taxable, long tax) {

    /** What a document keeps of it. */
    public static TaxPart of(TaxedGroup group) {
        return new TaxPart(
                group.group(),
                group.name(),
                group.percent().toPlainString(),
                group.taxable().minorUnits(),
                group.tax().minorUnits());
    }
}
