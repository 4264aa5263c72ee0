package io.millirun.runtimemanager.instances;

/** Why an instance is removed. */
public enum Retirement {
    /** Idle for longer than allowed. */
    IDLE,
    /** Its function version was replaced or deleted. */
    SUPERSEDED,
    /** Its memory was needed. */
    EVICTED,
    /** Its call or its init ran out of time. */
    TIMED_OUT,
    /** It went on with an answer that is too large. */
    OVERRUN,
    /** Its init failed. */
    INIT_FAILED,
    /** It wrote more to its disk than it may. */
    DISK_FULL,
    /** Its runtime's image was replaced. */
    OUTDATED,
    /** We could not do to it what we had to. */
    FAULT,
    /** More stems than wanted. */
    SURPLUS,
    /** The container did not start, or not in time. */
    NOT_STARTED,
    /** The platform stops. */
    SHUTDOWN
}
