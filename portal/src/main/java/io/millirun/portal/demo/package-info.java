/** The demo organization, for whoever may read the data folder: {@code ./millirun demo}. */
@NullMarked
package io.millirun.portal.demo;

import org.jspecify.annotations.NullMarked;
