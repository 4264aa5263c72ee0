/** What operators set for the whole platform while it runs. */
@NullMarked
package io.millirun.portal.settings;

import org.jspecify.annotations.NullMarked;
