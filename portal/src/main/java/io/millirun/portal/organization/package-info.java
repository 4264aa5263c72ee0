/** Organizations, their members and roles: which tenant a person acts for. */
@NullMarked
package io.millirun.portal.organization;

import org.jspecify.annotations.NullMarked;
