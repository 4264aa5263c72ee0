/** What billing tells an organization: each occasion once, kept until the portal has handed it to the mail. */
@NullMarked
package io.millirun.billing.notice;

import org.jspecify.annotations.NullMarked;
