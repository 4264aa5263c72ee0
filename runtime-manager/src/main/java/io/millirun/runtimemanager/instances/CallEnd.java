package io.millirun.runtimemanager.instances;

import io.millirun.metering.Outcome;
import io.vertx.core.buffer.Buffer;

/** How a call ended. */
public sealed interface CallEnd {

    /** The handler answered with {@code payload}, which is empty if its answer was streamed. */
    record Answered(Run run, Buffer payload, String contentType) implements CallEnd {}

    /**
     * The tenant's code failed.
     *
     * @param outcome one of the outcomes that are the tenant's fault
     * @param errorType as Lambda names it, {@code Runtime.ExitError}
     * @param payload error object in JSON, as the caller gets it
     */
    record Failed(Run run, Outcome outcome, String errorType, Buffer payload) implements CallEnd {}

    /** Nothing ran: no room, or the runtime is not available. */
    record Refused(Reason reason, String message) implements CallEnd {}

    /** We failed; whatever ran is not billed. */
    record Broken(String message) implements CallEnd {}

    /** Why a call was refused. */
    enum Reason {
        /** A concurrency or queue limit is reached: try again later. */
        THROTTLED,
        /** The concurrency that is reserved for the function is used up. */
        FUNCTION_THROTTLED,
        /** The runtime's image or the engine is not available. */
        UNAVAILABLE,
        /** The function's code is not ready: it is being built or fetched, or that failed. */
        NOT_READY,
        /** The platform is stopping. */
        STOPPING,
        /** The call is one too many in a chain of calls that goes round in a circle. */
        RECURSIVE,
        /** The worst case of this call would exceed the organization's spend cap. */
        SPEND_CAP_REACHED,
        /** The worst case of this call would exceed the function's spend cap. */
        FUNCTION_SPEND_CAP_REACHED,
        /** The organization was stopped, because it did not pay or by the operator. */
        ORGANIZATION_STOPPED
    }
}
