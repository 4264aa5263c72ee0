package io.millirun.runtimemanager.events;

import io.millirun.kernel.InvocationId;

/** What can happen to an event. */
sealed interface Happening {

    /** A worker takes it for an attempt. */
    record Claimed(Claim claim) implements Happening {}

    /** The worker that had it did not renew its lease. */
    record LeaseRanOut() implements Happening {}

    /** The attempt {@code invocation} ended. */
    record Ended(InvocationId invocation, AttemptEnd end) implements Happening {}

    /** Its owner calls it off. */
    record CancelAsked() implements Happening {}

    /** Its owner wants a dead one to be tried again. */
    record RedriveAsked() implements Happening {}
}
