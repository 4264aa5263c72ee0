/** The audit log: who did what, when and from where. */
@NullMarked
package io.millirun.portal.audit;

import org.jspecify.annotations.NullMarked;
