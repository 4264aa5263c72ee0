package io.millirun.runtimemanager.invocation;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MillirunException;
import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.Tariffs;
import io.millirun.runtimemanager.instances.Call;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.Run;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs invocations: hands them to the fleet, and writes the usage record before anybody learns how they ended. */
public final class Invocations {

    private static final Logger log = LoggerFactory.getLogger(Invocations.class);

    private final Fleet fleet;
    private final Tariffs tariffs;
    private final Consumer<UsageRecord> meter;
    private final String node;
    private final LongSupplier nanos;

    /**
     * @param meter makes a record durable, and throws if it cannot
     * @param node name of this replica, in every record
     */
    public Invocations(Fleet fleet, Tariffs tariffs, Consumer<UsageRecord> meter, String node, LongSupplier nanos) {
        this.fleet = fleet;
        this.tariffs = tariffs;
        this.meter = meter;
        this.node = node;
        this.nanos = nanos;
    }

    /**
     * Runs {@code invocation} and tells {@code answered} exactly once, on any thread, what to answer.
     *
     * @param id new identifier, whose time is when the invocation starts
     */
    public void run(InvocationId id, Invocation invocation, Consumer<Answer> answered) {
        fleet.submit(new Call(
                id,
                invocation.version(),
                invocation.payload(),
                invocation.clientContext(),
                nanos.getAsLong(),
                invocation.stream(),
                end -> answered.accept(answer(id, invocation, end))));
    }

    private Answer answer(InvocationId id, Invocation invocation, CallEnd end) {
        return switch (end) {
            case CallEnd.Answered answered ->
                ran(id, invocation, answered, answered.run(), Outcome.OK, answered.payload(), "");
            case CallEnd.Failed failed ->
                ran(id, invocation, failed, failed.run(), failed.outcome(), failed.payload(), trailer(id, failed));
            case CallEnd.Refused refused -> new Answer.NotRun(id, refused);
            case CallEnd.Broken(var message) -> {
                keep(record(id, invocation, nothingMeasured(), Outcome.PLATFORM_FAULT, 0));
                yield new Answer.Broken(id, message);
            }
        };
    }

    private Answer ran(
            InvocationId id,
            Invocation invocation,
            CallEnd end,
            Run run,
            Outcome outcome,
            Buffer payload,
            String trailer) {
        long streamed = invocation.stream() == null ? 0 : invocation.stream().written();
        UsageRecord record = record(id, invocation, run, outcome, streamed + payload.length());
        if (!keep(record)) {
            return new Answer.Broken(id, "The call could not be recorded, so its answer is withheld and it is free.");
        }
        var written = new InvocationLog(invocation.version(), record, run, trailer);
        return new Answer.Ran(invocation.version(), end, record, tariffs.listPrice(record), written);
    }

    private boolean keep(UsageRecord record) {
        try {
            meter.accept(record);
            return true;
        } catch (MillirunException failed) {
            log.error("usage record {} was not kept: {}", record.id(), failed.message());
            return false;
        }
    }

    private UsageRecord record(InvocationId id, Invocation invocation, Run run, Outcome outcome, long bytesOut) {
        var version = invocation.version();
        long billed =
                BilledTime.ms(outcome, run.durationMicros(), run.initMicros(), tariffs.freeInitMs(version.tenant()));
        return new UsageRecord(
                id,
                version.tenant(),
                version.function(),
                version.version(),
                invocation.trigger(),
                run.cold(),
                run.initMicros(),
                run.durationMicros(),
                billed,
                version.memory(),
                run.peakMemoryBytes(),
                run.cpuMicros(),
                invocation.payload().length(),
                bytesOut,
                outcome,
                node);
    }

    private static String trailer(InvocationId id, CallEnd.Failed failed) {
        return switch (failed.outcome()) {
            case TIMEOUT, OUT_OF_MEMORY, EXITED ->
                failed.payload().toJsonObject().getString("errorMessage", "RequestId: " + id);
            case OK, FUNCTION_ERROR, PLATFORM_FAULT, UNWITNESSED -> "";
        };
    }

    private static Run nothingMeasured() {
        return new Run(false, 0, 0, 0, -1, -1, Buffer.buffer(), false);
    }
}
