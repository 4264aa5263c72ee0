/** Limits how often something may be tried, across all processes. */
@NullMarked
package io.millirun.portal.throttle;

import org.jspecify.annotations.NullMarked;
