/** The permissions that routes declare: each handler method, or its class, says which one it {@code @Needs}. */
@NullMarked
package io.millirun.portal.permission;

import org.jspecify.annotations.NullMarked;
