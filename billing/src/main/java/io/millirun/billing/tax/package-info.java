/** Which tax a document carries, computed per rate on the rounded taxable sum. Pure. */
@NullMarked
package io.millirun.billing.tax;

import org.jspecify.annotations.NullMarked;
