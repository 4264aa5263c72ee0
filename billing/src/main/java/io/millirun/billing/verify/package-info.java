/** Recomputes invoices from the exported usage and their own price snapshot, without the platform and its database. */
@NullMarked
package io.millirun.billing.verify;

import org.jspecify.annotations.NullMarked;
