/** Invoices for those who pay them: pages, files, the printed form. */
@NullMarked
package io.millirun.portal.invoice;

import org.jspecify.annotations.NullMarked;
