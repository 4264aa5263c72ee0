/** The operators' console: who runs the platform sees all organizations, its health, its mail and its settings. */
@NullMarked
package io.millirun.portal.operator;

import org.jspecify.annotations.NullMarked;
