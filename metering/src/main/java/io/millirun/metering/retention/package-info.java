/** Keeps the raw usage records' partitions: made before their day, dropped after the retention. */
@NullMarked
package io.millirun.metering.retention;

import org.jspecify.annotations.NullMarked;
