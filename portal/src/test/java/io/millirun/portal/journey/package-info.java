/** The whole way of a newcomer through the real product: from sign-up to statement, in a real browser. */
@NullMarked
package io.millirun.portal.journey;

import org.jspecify.annotations.NullMarked;
