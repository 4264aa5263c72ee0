/** The rate cards of this installation: kept, dated, remembered. */
@NullMarked
package io.millirun.billing.prices;

import org.jspecify.annotations.NullMarked;
