/** An instance's limits, freezer and meters through the kernel's own files, cgroup v1, v2 and the hybrid of both. */
@NullMarked
package io.millirun.runtimemanager.cgroup;

import org.jspecify.annotations.NullMarked;
