/** Who is billed and who bills: names, addresses, tax identities. */
@NullMarked
package io.millirun.billing.profile;

import org.jspecify.annotations.NullMarked;
