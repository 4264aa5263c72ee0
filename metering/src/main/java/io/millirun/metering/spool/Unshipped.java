package io.millirun.metering.spool;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what was appended and not shipped. Guarded by the spool's lock. */
final class Unshipped {

    private long records;
    private long bytes;
    private @Nullable Instant oldest;

    void added(long count, long size, Instant at) {
        if (records == 0 && count > 0) {
            oldest = at;
        }
        records += count;
        bytes += size;
    }

    /** What remains was appended no earlier than {@code lastAppendedAt}, the time of the last shipped record. */
    void shipped(long count, long size, Instant lastAppendedAt) {
        records = Math.max(0, records - count);
        bytes = Math.max(0, bytes - size);
        if (records == 0) {
            oldest = null;
        } else if (count > 0) {
            oldest = lastAppendedAt;
        }
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    Optional<Instant> oldest() {
        return Optional.ofNullable(oldest);
    }
}
