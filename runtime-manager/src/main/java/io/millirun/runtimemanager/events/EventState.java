package io.millirun.runtimemanager.events;

/** Where an event is between its acceptance and its end. */
sealed interface EventState {

    /**
     * It waits for its next attempt.
     *
     * @param failures attempts that counted against the retries
     * @param refusals attempts in a row that did not
     */
    record Waiting(int failures, int refusals) implements EventState {}

    /** A worker attempts it. */
    record Running(int failures, int refusals, Claim claim) implements EventState {}

    /** An attempt succeeded. */
    record Succeeded() implements EventState {}

    /** No further attempt is made, unless somebody sends it again. */
    record Dead(DeadReason reason, String detail) implements EventState {}

    /** Somebody called it off; an attempt under way then ends as it ends. */
    record Cancelled() implements EventState {}
}
