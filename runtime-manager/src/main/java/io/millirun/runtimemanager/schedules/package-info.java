/** Schedules: functions called by the clock, once at each instant however many processes run. */
@NullMarked
package io.millirun.runtimemanager.schedules;

import org.jspecify.annotations.NullMarked;
