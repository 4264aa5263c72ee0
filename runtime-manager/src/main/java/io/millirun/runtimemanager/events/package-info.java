/** Events: asynchronous calls, kept in PostgreSQL from their acceptance until they have ended one way or the other. */
@NullMarked
package io.millirun.runtimemanager.events;

import org.jspecify.annotations.NullMarked;
