package io.millirun.runtimemanager.invocation;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MillirunException;
import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.Admission;
import io.millirun.runtimemanager.Admission.Reservation;
import io.millirun.runtimemanager.SpendGuard;
import io.millirun.runtimemanager.Tariffs;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.VersionState;
import io.millirun.runtimemanager.instances.Call;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.Run;
import io.millirun.runtimemanager.logs.LogSink;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs invocations: hands them to the fleet, and writes the usage record before anybody learns how they ended. */
public final class Invocations {

    private static final Logger log = LoggerFactory.getLogger(Invocations.class);

    private static final CallEnd.Refused RECURSIVE = new CallEnd.Refused(
            CallEnd.Reason.RECURSIVE,
            "The function was called more than " + Trace.MOST_VISITS + " times in one chain of calls; it was stopped.");

    private final Fleet fleet;
    private final Tariffs tariffs;
    private final SpendGuard spend;
    private final long mostInitMs;
    private final Consumer<UsageRecord> meter;
    private final LogSink logs;
    private final String node;
    private final LongSupplier nanos;

    /**
     * @param initLimit longest init
     * @param meter makes a record durable, and throws if it cannot
     * @param logs keeps what calls print
     * @param node name of this replica, in every record
     */
    public Invocations(
            Fleet fleet,
            Tariffs tariffs,
            SpendGuard spend,
            Duration initLimit,
            Consumer<UsageRecord> meter,
            LogSink logs,
            String node,
            LongSupplier nanos) {
        this.fleet = fleet;
        this.tariffs = tariffs;
        this.spend = spend;
        this.mostInitMs = initLimit.toMillis();
        this.meter = meter;
        this.logs = logs;
        this.node = node;
        this.nanos = nanos;
    }

    /**
     * Runs {@code invocation} and tells {@code answered} exactly once, on any thread, what to answer.
     *
     * @param id new identifier, whose time is when the invocation starts
     */
    public void run(InvocationId id, Invocation invocation, Consumer<Answer> answered) {
        var version = invocation.version();
        Trace entered = invocation.trace().entering(version.function());
        if (circles(entered, version)) {
            answered.accept(new Answer.NotRun(id, RECURSIVE));
            return;
        }
        Optional<CallEnd.Refused> unready = unready(version.state());
        if (unready.isPresent()) {
            answered.accept(new Answer.NotRun(id, unready.get()));
            return;
        }
        enter(spend.admit(id, version, version.timeout().toMillis(), mostInitMs), id, invocation, entered, answered);
    }

    private static boolean circles(Trace trace, FunctionVersion version) {
        return trace.isTooLong() || (!version.mayLoop() && trace.loops(version.function()));
    }

    private void enter(
            Admission admission, InvocationId id, Invocation invocation, Trace entered, Consumer<Answer> answered) {
        switch (admission) {
            case Admission.Admitted(var reservation) -> submit(reservation, id, invocation, entered, answered);
            case Admission.Refused(var reason, var message) ->
                answered.accept(new Answer.NotRun(id, new CallEnd.Refused(reason(reason), message)));
            case Admission.Waiting(var decision) ->
                decision.whenComplete((decided, _) -> enter(decided, id, invocation, entered, answered));
        }
    }

    /** Why a function whose code never was ready cannot be called; as AWS Lambda words it. */
    private static Optional<CallEnd.Refused> unready(VersionState state) {
        return switch (state.phase()) {
            case ACTIVE, INACTIVE -> Optional.empty();
            case PENDING, FAILED ->
                Optional.of(new CallEnd.Refused(
                        CallEnd.Reason.NOT_READY,
                        "The operation cannot be performed at this time. The function is currently in the following state: "
                                + (state.phase() == VersionState.Phase.PENDING ? "Pending" : "Failed") + ". "
                                + state.reason()));
        };
    }

    private static CallEnd.Reason reason(Admission.Reason reason) {
        return switch (reason) {
            case SPEND_CAP_REACHED -> CallEnd.Reason.SPEND_CAP_REACHED;
            case FUNCTION_SPEND_CAP_REACHED -> CallEnd.Reason.FUNCTION_SPEND_CAP_REACHED;
            case ORGANIZATION_STOPPED -> CallEnd.Reason.ORGANIZATION_STOPPED;
            case UNKNOWN -> CallEnd.Reason.UNAVAILABLE;
        };
    }

    private void submit(
            Reservation reservation, InvocationId id, Invocation invocation, Trace entered, Consumer<Answer> answered) {
        logs.received(invocation.version(), id, invocation.payload());
        fleet.submit(new Call(
                id,
                invocation.version(),
                invocation.payload(),
                invocation.clientContext(),
                entered,
                nanos.getAsLong(),
                invocation.stream(),
                end -> answered.accept(answer(reservation, id, invocation, end))));
    }

    private Answer answer(Reservation reservation, InvocationId id, Invocation invocation, CallEnd end) {
        return switch (end) {
            case CallEnd.Answered answered ->
                ran(reservation, id, invocation, answered, answered.run(), Outcome.OK, answered.payload(), "");
            case CallEnd.Failed failed ->
                ran(
                        reservation,
                        id,
                        invocation,
                        failed,
                        failed.run(),
                        failed.outcome(),
                        failed.payload(),
                        failed.errorType());
            case CallEnd.Refused refused -> {
                reservation.release();
                yield new Answer.NotRun(id, refused);
            }
            case CallEnd.Broken(var message) -> {
                reservation.release();
                UsageRecord record = record(id, invocation, nothingMeasured(), Outcome.PLATFORM_FAULT, 0);
                keep(record);
                logs.keep(new InvocationLog(
                                invocation.version(), record, nothingMeasured(), "Millirun.PlatformFault", message)
                        .lastPart());
                yield new Answer.Broken(id, message);
            }
        };
    }

    private Answer ran(
            Reservation reservation,
            InvocationId id,
            Invocation invocation,
            CallEnd end,
            Run run,
            Outcome outcome,
            Buffer payload,
            String errorType) {
        long streamed = invocation.stream() == null ? 0 : invocation.stream().written();
        UsageRecord record = record(id, invocation, run, outcome, streamed + payload.length());
        if (!keep(record)) {
            // The record may be in the spool all the same, if only its sync failed.
            reservation.settle(record);
            return new Answer.Broken(id, "The call could not be recorded, so its answer is withheld and it is free.");
        }
        reservation.settle(record);
        var written = outcome == Outcome.OK
                ? new InvocationLog(invocation.version(), record, run, "", "")
                : new InvocationLog(
                        invocation.version(),
                        record,
                        run,
                        ErrorObject.type(errorType, payload),
                        ErrorObject.message(payload));
        logs.keep(written.lastPart());
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
        // Our timers may be late; nobody pays for that, nor for more than was set aside.
        long billed = BilledTime.ms(
                outcome,
                Math.min(
                        run.durationMicros(),
                        TimeUnit.MILLISECONDS.toMicros(version.timeout().toMillis())),
                Math.min(run.initMicros(), TimeUnit.MILLISECONDS.toMicros(mostInitMs)),
                tariffs.freeInitMs(version.tenant()));
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

    private static Run nothingMeasured() {
        return new Run(false, 0, 0, 0, -1, -1, Buffer.buffer(), 0, false);
    }
}
