/** The way of usage records from the spool into PostgreSQL, each of them once, together with their hourly sums. */
@NullMarked
package io.millirun.metering.ingest;

import org.jspecify.annotations.NullMarked;
