package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.metering.Trigger;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as its organization sees it.
 *
 * @param functionName that it is addressed to; for a message to a webhook, the one that the message is about
 * @param url of the webhook that it goes to, empty for a function
 * @param origin the event whose end it tells of, null for others
 * @param schedule that made it, null for others
 * @param dueAt when the next attempt is made; null unless it waits
 * @param reason why it is dead, null unless it is
 * @param detail a sentence about that, empty unless dead
 * @param attempts how many there were
 */
public record EventView(
        EventId id,
        FunctionId function,
        String functionName,
        String qualifier,
        String url,
        Trigger trigger,
        @Nullable EventId origin,
        @Nullable UUID schedule,
        Instant acceptedAt,
        Status status,
        @Nullable Instant dueAt,
        @Nullable Instant finishedAt,
        @Nullable DeadReason reason,
        String detail,
        String errorType,
        int attempts) {

    /** Where it is. */
    public enum Status {
        WAITING,
        RUNNING,
        SUCCEEDED,
        DEAD,
        CANCELLED;

        /** Whether nothing more happens to it by itself. */
        public boolean isFinal() {
            return this != WAITING && this != RUNNING;
        }
    }

    /** Time from acceptance to its end, null until there is one. */
    public @Nullable Duration took() {
        return finishedAt == null ? null : Duration.between(acceptedAt, finishedAt);
    }

    /**
     * One attempt.
     *
     * @param outcome {@code SUCCEEDED}, {@code FAILED}, {@code REFUSED}, {@code BROKEN} or {@code LOST}
     */
    public record Attempt(
            InvocationId invocation,
            int number,
            Instant startedAt,
            Instant endedAt,
            String outcome,
            String errorType,
            String message,
            long billedMs) {

        /** How long it took. */
        public Duration took() {
            return Duration.between(startedAt, endedAt);
        }
    }

    /**
     * An event with everything that is kept of it.
     *
     * @param result the answer or the error object; empty while there is none, or if it was too large to keep
     * @param resultSize its size in bytes, kept or not
     */
    public record Whole(
            EventView event,
            Buffer payload,
            Optional<Buffer> result,
            long resultSize,
            String executedVersion,
            List<Attempt> attempts) {

        public Whole {
            attempts = List.copyOf(attempts);
        }
    }
}
