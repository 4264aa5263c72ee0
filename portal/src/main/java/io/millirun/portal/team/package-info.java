/** Who belongs to an organization: members, invitations, and the organization's own settings. */
@NullMarked
package io.millirun.portal.team;

import org.jspecify.annotations.NullMarked;
