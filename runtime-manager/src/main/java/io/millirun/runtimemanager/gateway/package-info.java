/** Where callers come in: function URLs and the Lambda API's Invoke, each translated to invocations and back. */
@NullMarked
package io.millirun.runtimemanager.gateway;

import org.jspecify.annotations.NullMarked;
