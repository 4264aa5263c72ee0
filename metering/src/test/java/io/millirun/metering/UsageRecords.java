package io.millirun.metering;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import java.time.Instant;

/** Usage records for tests, of which each test changes what it is about. */
public record UsageRecords(
        TenantId tenant,
        FunctionId function,
        Instant startedAt,
        Outcome outcome,
        long billedMs,
        MemorySize memory,
        boolean cold) {

    /** Successful warm calls of one millisecond in 128 MB that start at {@code startedAt}. */
    public static UsageRecords startedAt(Instant startedAt) {
        return new UsageRecords(
                TenantId.next(), FunctionId.next(), startedAt, Outcome.OK, 1, new MemorySize(128), false);
    }

    public UsageRecords of(TenantId other) {
        return new UsageRecords(other, function, startedAt, outcome, billedMs, memory, cold);
    }

    public UsageRecords of(FunctionId other) {
        return new UsageRecords(tenant, other, startedAt, outcome, billedMs, memory, cold);
    }

    public UsageRecords at(Instant other) {
        return new UsageRecords(tenant, function, other, outcome, billedMs, memory, cold);
    }

    /** Ended so; not billed if the outcome never is. */
    public UsageRecords ended(Outcome other) {
        return new UsageRecords(tenant, function, startedAt, other, other.billed() ? billedMs : 0, memory, cold);
    }

    public UsageRecords billed(long milliseconds, int megabytes) {
        return new UsageRecords(tenant, function, startedAt, outcome, milliseconds, new MemorySize(megabytes), cold);
    }

    public UsageRecords afterInit() {
        return new UsageRecords(tenant, function, startedAt, outcome, billedMs, memory, true);
    }

    /** A new record with an id of its own. */
    public UsageRecord next() {
        return with(InvocationId.at(startedAt));
    }

    public UsageRecord with(InvocationId id) {
        return new UsageRecord(
                id,
                tenant,
                function,
                "$LATEST",
                Trigger.URL,
                cold,
                cold ? 12_345 : 0,
                billedMs * 1_000,
                billedMs,
                memory,
                33_554_432,
                billedMs * 700,
                17,
                42,
                outcome,
                "node-1");
    }
}
