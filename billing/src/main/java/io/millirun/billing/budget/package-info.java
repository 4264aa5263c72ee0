/** Budgets: what a month costs so far, what it will come to, and who is told when it crosses a threshold. */
@NullMarked
package io.millirun.billing.budget;

import org.jspecify.annotations.NullMarked;
