/** Instances and which of them runs a call: pure decisions, the state they are taken on, and the port to what runs containers. */
@NullMarked
package io.millirun.runtimemanager.instances;

import org.jspecify.annotations.NullMarked;
