/** What functions print and how each of their calls went: kept durably off the call's way, and read by the portal. */
@NullMarked
package io.millirun.runtimemanager.logs;

import org.jspecify.annotations.NullMarked;
