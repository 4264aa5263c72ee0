package io.millirun.runtimemanager.schedules;

/** What becomes of instants that passed while nothing ran the schedule. */
public enum Missed {
    /** They are left out. */
    SKIP,
    /** The latest of them is made up for, once. */
    ONCE,
    /** All are made up for, up to {@link Firings#MOST}. */
    ALL
}
