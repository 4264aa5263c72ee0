package io.millirun.kernel;

import java.util.UUID;

/** A function, whatever its name or version. */
public record FunctionId(UUID value) {

    /** A new identifier. */
    public static FunctionId next() {
        return new FunctionId(Uuid7.next());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static FunctionId parse(String text) {
        return new FunctionId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
