/** Right-size: a function tried at several memory sizes, with its speed and its price at each. */
@NullMarked
package io.millirun.portal.rightsize;

import org.jspecify.annotations.NullMarked;
