package io.millirun.metering.spool;

import io.millirun.metering.UsageRecord;
import java.time.Instant;
import java.util.List;

/**
 * Consecutive records of a spool, to be shipped in one transaction.
 *
 * @param records in the order of their append
 * @param unreadable bytes between them that are no record: the disk damaged them
 * @param bytes all bytes that the batch stands for
 * @param lastAppendedAt when the last of the records was appended
 * @param next where the following batch begins
 */
public record SpoolBatch(
        List<UsageRecord> records, long unreadable, long bytes, Instant lastAppendedAt, SpoolPosition next) {

    public SpoolBatch {
        records = List.copyOf(records);
    }

    /** Whether there is nothing to ship or to report. */
    public boolean isEmpty() {
        return bytes == 0;
    }
}
