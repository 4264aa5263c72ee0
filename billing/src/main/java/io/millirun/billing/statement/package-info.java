/** The statement: what a month has cost so far, line by line, computed when it is asked for. */
@NullMarked
package io.millirun.billing.statement;

import org.jspecify.annotations.NullMarked;
