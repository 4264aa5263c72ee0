package io.millirun.runtimemanager.schedules;

import io.millirun.kernel.Uuid7;
import java.util.Optional;
import java.util.UUID;

/** Identifies a schedule. */
public record ScheduleId(UUID value) {

    /** A new identifier. */
    public static ScheduleId next() {
        return new ScheduleId(Uuid7.next());
    }

    /** Reads the canonical text form; empty if it is none. */
    public static Optional<ScheduleId> parse(String text) {
        try {
            return Optional.of(new ScheduleId(UUID.fromString(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
