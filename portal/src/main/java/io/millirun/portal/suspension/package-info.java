/** Holds organizations to their standing: calls, changes, banners, and the operator's page about it. */
@NullMarked
package io.millirun.portal.suspension;

import org.jspecify.annotations.NullMarked;
