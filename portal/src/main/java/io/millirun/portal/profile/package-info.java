/** People's own pages: profile, password, second step, passkeys, sessions, their data and the end of their account. */
@NullMarked
package io.millirun.portal.profile;

import org.jspecify.annotations.NullMarked;
