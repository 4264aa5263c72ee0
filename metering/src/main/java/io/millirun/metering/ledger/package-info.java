/** What a tenant can ask about its usage: sums of periods, single records, exports. */
@NullMarked
package io.millirun.metering.ledger;

import org.jspecify.annotations.NullMarked;
