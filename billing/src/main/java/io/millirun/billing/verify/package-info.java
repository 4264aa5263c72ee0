/** Recomputes an invoice from exported usage and the prices it carries, without a database. */
@NullMarked
package io.millirun.billing.verify;

import org.jspecify.annotations.NullMarked;
