/** Collects what nothing refers to any more: packages, builds, images. */
@NullMarked
package io.millirun.runtimemanager.housekeeping;

import org.jspecify.annotations.NullMarked;
