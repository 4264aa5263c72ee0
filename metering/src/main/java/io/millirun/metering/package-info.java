/** Usage records: from the durable spool of the node that ran a call to the totals that billing prices. */
@NullMarked
package io.millirun.metering;

import org.jspecify.annotations.NullMarked;
