/** Where an organization stands with the operator: its limits, and whether it is suspended. */
@NullMarked
package io.millirun.portal.standing;

import org.jspecify.annotations.NullMarked;
