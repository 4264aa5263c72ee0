/** The runtime-manager role: puts instances, Runtime API and gateway together and starts and stops them in order. */
@NullMarked
package io.millirun.runtimemanager.engine;

import org.jspecify.annotations.NullMarked;
