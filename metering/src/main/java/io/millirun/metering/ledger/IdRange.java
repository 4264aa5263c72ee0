package io.millirun.metering.ledger;

import java.time.Instant;
import java.util.UUID;

/** Bounds of version 7 identifiers in PostgreSQL's order, which is that of their bytes. */
final class IdRange {

    private IdRange() {}

    /** Not greater than any identifier of {@code time} or later, greater than all of earlier milliseconds. */
    static UUID firstAt(Instant time) {
        return new UUID((time.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L);
    }

    /** The least value greater than {@code id}. */
    static UUID after(UUID id) {
        long low = id.getLeastSignificantBits() + 1;
        return new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low);
    }

    static boolean isAfter(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high > 0
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits()) > 0;
    }
}
