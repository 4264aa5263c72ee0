/** Accounts: the people who log in, and what makes a password good enough. */
@NullMarked
package io.millirun.portal.account;

import org.jspecify.annotations.NullMarked;
