package io.millirun.metering.ingest;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param inserted records that are new
 * @param duplicates records that were there already, the same to the last digit
 * @param refused reason of each record or damaged stretch that was set aside
 */
record IngestResult(int inserted, int duplicates, List<Refusal> refused) {

    IngestResult {
        refused = List.copyOf(refused);
    }
}
