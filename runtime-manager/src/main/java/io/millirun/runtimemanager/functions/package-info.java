/** Functions and their versions: what is deployed, and what of it a call runs. */
@NullMarked
package io.millirun.runtimemanager.functions;

import org.jspecify.annotations.NullMarked;
