/** Port: work of the platform that failed and can be tried again; whoever has such work tells of it here. */
@NullMarked
package io.millirun.portal.jobs;

import org.jspecify.annotations.NullMarked;
