/** The AWS Lambda API but for Invoke: operations on functions as the public API reference documents them. */
@NullMarked
package io.millirun.runtimemanager.lambdaapi;

import org.jspecify.annotations.NullMarked;
