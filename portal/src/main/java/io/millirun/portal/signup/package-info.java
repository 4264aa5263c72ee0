/** Sign-up: one form makes an account and its first organization, or nothing. */
@NullMarked
package io.millirun.portal.signup;

import org.jspecify.annotations.NullMarked;
