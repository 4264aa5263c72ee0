package io.millirun.metering;

/** What caused an invocation. */
public enum Trigger {
    /** A synchronous call through the Lambda API. */
    INVOKE,
    /** A request to the function's URL. */
    URL,
    /** An asynchronous event. */
    EVENT,
    /** A schedule. */
    SCHEDULE,
    /** The portal's test console. */
    TEST
}
