package io.millirun.runtimemanager.events;

/** Why an event became a dead letter. */
public enum DeadReason {
    /** The function failed, and all retries are used. */
    RETRIES_EXHAUSTED("RetriesExhausted"),
    /** It is older than it may become. */
    AGE_EXCEEDED("EventAgeExceeded"),
    /** The function, version or alias that it was addressed to does not exist any more. */
    FUNCTION_GONE("FunctionNotFound"),
    /** The chain of calls that it belongs to goes round in a circle. */
    RECURSIVE("RecursiveInvocation"),
    /** The webhook's address is one that messages must not be sent to. */
    ADDRESS_REFUSED("AddressRefused");

    private final String condition;

    DeadReason(String condition) {
        this.condition = condition;
    }

    /** The word for it in messages to destinations; AWS's where AWS has one. */
    public String condition() {
        return condition;
    }
}
