/** The languages on offer: what each runtime's folder says, and whether its image is built. */
@NullMarked
package io.millirun.runtimemanager.runtimes;

import org.jspecify.annotations.NullMarked;
