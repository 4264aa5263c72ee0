/** Makes code ready that cannot run as it came: source is built in a sandbox, images are looked for. */
@NullMarked
package io.millirun.runtimemanager.builds;

import org.jspecify.annotations.NullMarked;
