/** Documents as they are issued: their content for programs, as CSV and as PDF, each stored once. */
@NullMarked
package io.millirun.billing.document;

import org.jspecify.annotations.NullMarked;
