/** The second step of a log-in: codes that change every half minute (RFC 6238), and recovery codes for a lost device. */
@NullMarked
package io.millirun.portal.totp;

import org.jspecify.annotations.NullMarked;
