/** What follows when invoices stay unpaid: a ladder of announced steps, each of which payment or the operator takes back. */
@NullMarked
package io.millirun.billing.suspension;

import org.jspecify.annotations.NullMarked;
