/** A walk over every page as everybody who may open it, in a real browser. */
@NullMarked
package io.millirun.portal.walk;

import org.jspecify.annotations.NullMarked;
