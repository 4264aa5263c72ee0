/** The Lambda API under clients that nobody here wrote: AWS's own libraries and command line. */
@NullMarked
package io.millirun.portal.sdk;

import org.jspecify.annotations.NullMarked;
