/** The executable: assembles the modules into one process according to its roles. */
@NullMarked
package io.millirun.portal;

import org.jspecify.annotations.NullMarked;
