package io.millirun.runtimemanager.events;

import io.vertx.core.buffer.Buffer;

/** How one attempt at an event ended. */
public sealed interface AttemptEnd {

    /** One sentence about it, or nothing. */
    String message();

    /**
     * The function, or the webhook, did its work.
     *
     * @param version that ran, empty for a webhook
     * @param result its answer
     */
    record Succeeded(String version, long billedMs, Buffer result) implements AttemptEnd {

        @Override
        public String message() {
            return "";
        }
    }

    /**
     * The function failed, and the attempt counts; so does an error that a webhook answered with.
     *
     * @param result the error object
     */
    record Failed(String version, long billedMs, String errorType, String message, Buffer result)
            implements AttemptEnd {}

    /** It was not run for want of room: does not count, and is tried again. */
    record Refused(String message) implements AttemptEnd {}

    /** We failed: does not count, and is tried again. */
    record Broken(String message) implements AttemptEnd {}

    /** It cannot succeed however often it is tried. */
    record Hopeless(DeadReason reason, String message) implements AttemptEnd {}

    /** Its worker vanished, and nobody saw the end: does not count, and is tried again. */
    record Lost() implements AttemptEnd {

        @Override
        public String message() {
            return "The process that ran it stopped before the end was seen.";
        }
    }
}
