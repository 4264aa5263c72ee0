/** Runs functions: what the module needs from accounts and billing, declared as its ports. */
@NullMarked
package io.millirun.runtimemanager;

import org.jspecify.annotations.NullMarked;
