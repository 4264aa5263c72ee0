/** Whether the platform is well: what each process reports of itself, the database, work that failed. */
@NullMarked
package io.millirun.portal.health;

import org.jspecify.annotations.NullMarked;
