/** Code packages: checked when uploaded, kept by content, handed to instances as bundles. */
@NullMarked
package io.millirun.runtimemanager.code;

import org.jspecify.annotations.NullMarked;
