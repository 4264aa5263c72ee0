package io.millirun.runtimemanager.logs;

import java.time.Instant;
import java.util.UUID;

/** Bounds of invocation ids, which are version 7 UUIDs, in the order of PostgreSQL. */
final class InvocationRange {

    private InvocationRange() {}

    /** Not greater than any id of {@code time} or later, greater than all of earlier milliseconds. */
    static UUID firstAt(Instant time) {
        return new UUID((time.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L);
    }
}
