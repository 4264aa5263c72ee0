/** Versions as container images that run elsewhere. */
@NullMarked
package io.millirun.runtimemanager.export;

import org.jspecify.annotations.NullMarked;
