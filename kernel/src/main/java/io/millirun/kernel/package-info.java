/** Ids, money, clock and errors that every module shares: plain types, no framework. */
@NullMarked
package io.millirun.kernel;

import org.jspecify.annotations.NullMarked;
