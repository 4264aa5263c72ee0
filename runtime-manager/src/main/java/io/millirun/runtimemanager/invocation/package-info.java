/** The way of one invocation: from a call that was let in to its usage record and the answer's figures. */
@NullMarked
package io.millirun.runtimemanager.invocation;

import org.jspecify.annotations.NullMarked;
