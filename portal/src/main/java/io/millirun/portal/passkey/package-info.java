/** Passkeys (WebAuthn): registered on the account page, good for a whole log-in. */
@NullMarked
package io.millirun.portal.passkey;

import org.jspecify.annotations.NullMarked;
