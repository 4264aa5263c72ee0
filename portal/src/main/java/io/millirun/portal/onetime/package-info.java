/** Links that work once: their secret is mailed or printed, and only its digest is kept. */
@NullMarked
package io.millirun.portal.onetime;

import org.jspecify.annotations.NullMarked;
