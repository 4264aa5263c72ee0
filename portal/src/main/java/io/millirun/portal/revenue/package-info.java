/** What all organizations used and what it earned, over time, in the operators' console. */
@NullMarked
package io.millirun.portal.revenue;

import org.jspecify.annotations.NullMarked;
