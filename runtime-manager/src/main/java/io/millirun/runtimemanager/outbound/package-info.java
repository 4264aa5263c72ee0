/** Where requests may go whose addresses tenants choose. */
@NullMarked
package io.millirun.runtimemanager.outbound;

import org.jspecify.annotations.NullMarked;
