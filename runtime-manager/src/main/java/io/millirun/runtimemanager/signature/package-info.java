/** Signature Version 4: who sent a request, proved by an access key that is not sent. */
@NullMarked
package io.millirun.runtimemanager.signature;

import org.jspecify.annotations.NullMarked;
