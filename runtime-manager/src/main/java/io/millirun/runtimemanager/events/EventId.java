package io.millirun.runtimemanager.events;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.Uuid7;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The request id that a caller got with 202: names an event for as long as it is kept. */
public record EventId(UUID value) {

    /** A new identifier that carries {@code at}. */
    public static EventId at(Instant at) {
        return new EventId(Uuid7.at(at));
    }

    /** Reads the canonical text form; empty if it is none. */
    public static Optional<EventId> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(new EventId(id)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The same id as that of a call, for the trace of its attempts. */
    InvocationId asInvocation() {
        return new InvocationId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
