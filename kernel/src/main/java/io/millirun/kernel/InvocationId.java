package io.millirun.kernel;

import java.time.Instant;
import java.util.UUID;

/** One run of a handler; a version 7 UUID whose time decides the day and the UTC month the run belongs to. */
public record InvocationId(UUID value) {

    public InvocationId {
        if (value.version() != 7) {
            throw new IllegalArgumentException("an invocation id is a version 7 UUID: " + value);
        }
    }

    /** An identifier for a run that starts now. */
    public static InvocationId next() {
        return new InvocationId(Uuid7.next());
    }

    /** An identifier for a run that starts at {@code startedAt}. */
    public static InvocationId at(Instant startedAt) {
        return new InvocationId(Uuid7.at(startedAt));
    }

    /** When the run started, in whole milliseconds. */
    public Instant startedAt() {
        return Uuid7.timeOf(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
