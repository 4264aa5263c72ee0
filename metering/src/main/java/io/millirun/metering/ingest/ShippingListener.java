package io.millirun.metering.ingest;

import io.millirun.metering.UsageRecord;
import java.util.List;

/** Told, on the shipper's thread, how far this node's spool is in PostgreSQL; must neither block nor throw. */
public interface ShippingListener {

    /** These records are taken in, or were refused for good: they are committed. Each is told once per process. */
    void shipped(List<UsageRecord> records);

    /** Nothing was left in the spool a moment ago: whatever was appended before the call before this one is taken in. */
    void emptied();
}
