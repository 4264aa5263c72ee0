/** The issued document: what it holds, and its form for programs and spreadsheets. */
@NullMarked
package io.millirun.billing.document;

import org.jspecify.annotations.NullMarked;
