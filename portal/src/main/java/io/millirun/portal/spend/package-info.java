/** The page Budgets and cap: what the month costs, where it stops, and who is told on the way. */
@NullMarked
package io.millirun.portal.spend;

import org.jspecify.annotations.NullMarked;
