/** Mails what billing has to tell organizations to those who answer for their money. */
@NullMarked
package io.millirun.portal.notice;

import org.jspecify.annotations.NullMarked;
