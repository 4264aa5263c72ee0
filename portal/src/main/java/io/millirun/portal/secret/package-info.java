/** The installation's one secret outside the database, and the keys that are derived from it. */
@NullMarked
package io.millirun.portal.secret;

import org.jspecify.annotations.NullMarked;
