/** The outbox: mails are written with the change they tell of, then delivered, or kept for operators to read. */
@NullMarked
package io.millirun.portal.mail;

import org.jspecify.annotations.NullMarked;
