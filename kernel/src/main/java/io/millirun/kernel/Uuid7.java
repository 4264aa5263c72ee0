package io.millirun.kernel;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.UUID;

/** Time-ordered identifiers (UUID version 7, RFC 9562): the first 48 bits are milliseconds since 1970. */
public final class Uuid7 {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Uuid7() {}

    /** A new identifier, greater than every one this process made before within the same millisecond. */
    public static UUID next() {
        return GENERATOR.generate();
    }

    /** A new identifier that carries {@code at}, which must not lie before 1970. */
    public static UUID at(Instant at) {
        return GENERATOR.construct(at.toEpochMilli());
    }

    /**
     * The time inside a version 7 identifier, in whole milliseconds.
     *
     * @throws IllegalArgumentException if {@code id} is of another version
     */
    public static Instant timeOf(UUID id) {
        if (id.version() != 7) {
            throw new IllegalArgumentException("not a version 7 UUID: " + id);
        }
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
