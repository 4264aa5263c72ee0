/** The page Spend cap: what the month costs, and where it stops. */
@NullMarked
package io.millirun.portal.spend;

import org.jspecify.annotations.NullMarked;
