package io.millirun.runtimemanager.events;

/** What became of a new event. */
public sealed interface Acceptance {

    /** It is stored, and will be run. */
    record Stored(EventId id) implements Acceptance {}

    /** An earlier event has its key, and stands for it. */
    record Duplicate(EventId id) implements Acceptance {}

    /** The function is gone; nothing was stored. */
    record NoFunction() implements Acceptance {}
}
