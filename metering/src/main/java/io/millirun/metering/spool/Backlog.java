package io.millirun.metering.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * What a spool holds that is not in PostgreSQL yet.
 *
 * @param records number of records
 * @param bytes their bytes
 * @param oldest when the oldest of them was appended, at the earliest; empty when there is none
 * @param diskBytes what the spool takes on disk, shipped records that are not deleted yet included
 * @param diskLimit most that it may take
 * @param fault why the spool cannot be written or synced at the moment; empty when it can
 */
public record Backlog(
        long records, long bytes, Optional<Instant> oldest, long diskBytes, long diskLimit, Optional<String> fault) {}
