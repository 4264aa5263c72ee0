package io.millirun.runtimemanager.events;

import java.util.function.Consumer;

/** What attempts are made at: a function, or a webhook. */
interface EventTarget {

    /** Makes the attempt that {@code event} was claimed for, and tells {@code ended} exactly once, on any thread. */
    void attempt(QueuedEvent event, Consumer<AttemptEnd> ended);
}
