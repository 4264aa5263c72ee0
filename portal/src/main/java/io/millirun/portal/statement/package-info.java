/** The page of the running month's statement and of those before it. */
@NullMarked
package io.millirun.portal.statement;

import org.jspecify.annotations.NullMarked;
