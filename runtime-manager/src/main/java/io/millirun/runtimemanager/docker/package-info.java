/** The Docker Engine as what runs instances: the only place that speaks to it. */
@NullMarked
package io.millirun.runtimemanager.docker;

import org.jspecify.annotations.NullMarked;
