/** Invoices: the monthly run that issues them, and what becomes of them afterwards. */
@NullMarked
package io.millirun.billing.invoice;

import org.jspecify.annotations.NullMarked;
