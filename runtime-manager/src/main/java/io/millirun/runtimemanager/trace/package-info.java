/** The trace header that follows a chain of calls, and by which functions that call each other for ever are stopped. */
@NullMarked
package io.millirun.runtimemanager.trace;

import org.jspecify.annotations.NullMarked;
