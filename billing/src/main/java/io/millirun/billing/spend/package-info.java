/** The spend cap: what an organization or a function may cost in a month at most, held whatever runs at the same time. */
@NullMarked
package io.millirun.billing.spend;

import org.jspecify.annotations.NullMarked;
