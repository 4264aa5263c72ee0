/** The durable log of a node's usage records: appended before a caller gets its answer, read by the shipper. */
@NullMarked
package io.millirun.metering.spool;

import org.jspecify.annotations.NullMarked;
