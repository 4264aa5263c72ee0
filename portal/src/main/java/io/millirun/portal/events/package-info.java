/** Events and schedules: their pages, and their part of the REST API. */
@NullMarked
package io.millirun.portal.events;

import org.jspecify.annotations.NullMarked;
