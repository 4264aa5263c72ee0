/** The pages of functions and runtimes: list, create, code, test console, settings. */
@NullMarked
package io.millirun.portal.functions;

import org.jspecify.annotations.NullMarked;
