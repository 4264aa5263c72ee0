/** Access keys: made and revoked by members, checked on every call. */
@NullMarked
package io.millirun.portal.accesskey;

import org.jspecify.annotations.NullMarked;
