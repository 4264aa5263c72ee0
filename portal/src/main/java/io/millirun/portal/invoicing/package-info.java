/** Invoices for those who run the platform: the monthly run, its reconciliation, payments by hand, credit notes, taxes. */
@NullMarked
package io.millirun.portal.invoicing;

import org.jspecify.annotations.NullMarked;
