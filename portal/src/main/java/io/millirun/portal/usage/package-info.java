/** The page of an organization's usage: sums, days, functions, the latest invocations, and exports. */
@NullMarked
package io.millirun.portal.usage;

import org.jspecify.annotations.NullMarked;
