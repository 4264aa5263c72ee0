/** The calculator: what integer totals cost by a rate card, exactly, and how that number was reached. Pure. */
@NullMarked
package io.millirun.billing.rating;

import org.jspecify.annotations.NullMarked;
