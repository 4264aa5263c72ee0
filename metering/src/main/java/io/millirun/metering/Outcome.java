package io.millirun.metering;

/** How an invocation ended, and with that whether it is billed. */
public enum Outcome {
    /** The handler answered. */
    OK(true),
    /** The handler, or the loading of it, reported an error. */
    FUNCTION_ERROR(true),
    /** The function's timeout ran out and the instance was stopped. */
    TIMEOUT(true),
    /** The kernel stopped the instance because it needed more than its memory size. */
    OUT_OF_MEMORY(true),
    /** The runtime process ended before it answered. */
    EXITED(true),
    /** We failed: nothing is billed. */
    PLATFORM_FAULT(false),
    /** We did not see the end, because this node stopped in between: nothing is billed. */
    UNWITNESSED(false);

    private final boolean billed;

    Outcome(boolean billed) {
        this.billed = billed;
    }

    /** Whether an invocation that ended so has billed milliseconds and counts as a request. */
    public boolean billed() {
        return billed;
    }
}
