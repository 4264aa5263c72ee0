/** Plans and their rate cards in the operators' console: listed, edited, tried out on usage, announced. */
@NullMarked
package io.millirun.portal.prices;

import org.jspecify.annotations.NullMarked;
