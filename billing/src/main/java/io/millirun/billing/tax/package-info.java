/** Taxes: one rate for each country and group, computed once on a group's sum, or owed by the recipient. */
@NullMarked
package io.millirun.billing.tax;

import org.jspecify.annotations.NullMarked;
