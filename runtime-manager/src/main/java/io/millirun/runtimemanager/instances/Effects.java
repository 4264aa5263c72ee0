package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MillirunException;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd.Broken;
import io.millirun.runtimemanager.instances.InstanceCommand.Abandon;
import io.millirun.runtimemanager.instances.InstanceCommand.Deliver;
import io.millirun.runtimemanager.instances.InstanceCommand.ExplainExit;
import io.millirun.runtimemanager.instances.InstanceCommand.Freeze;
import io.millirun.runtimemanager.instances.InstanceCommand.Remove;
import io.millirun.runtimemanager.instances.InstanceCommand.SendAssignment;
import io.millirun.runtimemanager.instances.InstanceCommand.Thaw;
import io.millirun.runtimemanager.instances.InstanceDriver.StartedInstance;
import io.millirun.runtimemanager.instances.InstanceEvent.FreezeDue;
import io.millirun.runtimemanager.instances.InstanceEvent.Stopped;
import io.millirun.runtimemanager.instances.InstanceSpec.Purpose;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the fleet has decided, outside its lock: answers polls, writes to the kernel, asks the engine. */
final class Effects {

    private static final Logger log = LoggerFactory.getLogger(Effects.class);

    /**
     * How long after its init an instance still has all the CPU there is. The first call runs code that nothing has run
     * before; held to a small function's share it would wait longer for CPU than its whole init took.
     */
    private static final Duration FIRST_BREATH = Duration.ofMillis(100);

    /** How long after the engine failed to remove a container it is asked again. */
    private static final Duration REMOVE_AGAIN = Duration.ofSeconds(2);

    private final FleetSettings settings;
    private final InstanceDriver driver;
    private final Executor engineWork;
    private final Timers timers;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private volatile Consumer<InstanceLog.Piece> lateOutput = _ -> {};

    Effects(
            FleetSettings settings,
            InstanceDriver driver,
            Executor engineWork,
            Timers timers,
            InstantSource clock,
            LongSupplier nanos) {
        this.settings = settings;
        this.driver = driver;
        this.engineWork = engineWork;
        this.timers = timers;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Tells {@code listener} what instances print after their call has ended. */
    void tellLateOutput(Consumer<InstanceLog.Piece> listener) {
        lateOutput = listener;
    }

    void run(Fleet fleet, Instance instance, InstanceCommand command) {
        try {
            carryOut(fleet, instance, command);
        } catch (RuntimeException failed) {
            log.error("instance {}: {} failed", instance, command, failed);
            fleet.tell(instance, new Stopped(Retirement.FAULT));
        }
    }

    private void carryOut(Fleet fleet, Instance instance, InstanceCommand command) {
        switch (command) {
            case SendAssignment(var version) -> sendAssignment(instance, version);
            case Deliver(var call) -> deliver(fleet, instance, call);
            case Freeze _ -> freeze(instance);
            case Thaw _ -> instance.sandbox().ifPresent(Sandbox::thaw);
            case Abandon(var call, var why) -> abandon(fleet, instance, call, why);
            case ExplainExit(var call) ->
                instance.engineWork(() -> fleet.end(call, explainExit(instance, call)), engineWork);
            case Remove _ -> {
                instance.freezing().clear();
                instance.timeout().clear();
                instance.engineWork(() -> remove(fleet, instance), engineWork);
            }
        }
    }

    void start(Fleet fleet, Instance instance) {
        instance.engineWork(
                () -> {
                    try {
                        StartedInstance started = driver.start(instance.spec());
                        if (instance.spec().purpose() == Purpose.RESERVE) {
                            started.sandbox().yieldCpu();
                        }
                        instance.container().complete(started);
                    } catch (MillirunException failed) {
                        log.warn("instance {} did not start: {}", instance, failed.getMessage());
                        instance.container().completeExceptionally(failed);
                        fleet.notStarted(instance, failed.message());
                    }
                },
                engineWork);
    }

    /** Notes what a stem that has just come up holds. */
    void weigh(Instance instance) {
        instance.sandbox()
                .map(Sandbox::heldMemoryBytes)
                .filter(bytes -> bytes > 0)
                .ifPresent(bytes -> instance.stemHolds((int) Math.ceilDiv(bytes, 1L << 20)));
    }

    /** The init is over: a moment later the instance has the share of CPU that its memory size buys, and no more. */
    void initialised(Instance instance) {
        FunctionVersion version = instance.version();
        if (version != null) {
            timers.after(
                    FIRST_BREATH, () -> instance.sandbox().ifPresent(sandbox -> sandbox.limitCpu(version.memory())));
        }
    }

    void freezeLater(Fleet fleet, Instance instance) {
        instance.freezing().set(settings.freezeAfter(), nanos, timers, () -> fleet.tell(instance, new FreezeDue()));
    }

    CallEnd initTimedOut(Instance instance, Call call) {
        return CallEnds.initTimedOut(
                measured(instance, call), call, settings.initTimeout().toSeconds());
    }

    /** What was measured of {@code call} until now, after reading all that its instance has printed. */
    Run measured(Instance instance, Call call) {
        long now = nanos.getAsLong();
        return instance.meter().callEnds(now, call, sandbox(instance), instance.log());
    }

    private void sendAssignment(Instance instance, FunctionVersion version) {
        Poll poll = instance.takePoll();
        Sandbox sandbox = sandbox(instance);
        sandbox.claimCpu();
        sandbox.limitMemory(version.memory());
        instance.meter().initStarts(nanos.getAsLong(), sandbox);
        if (poll != null) {
            poll.assign(version, Reexec.needed(instance.spec(), version));
        }
    }

    private void deliver(Fleet fleet, Instance instance, Call call) {
        Poll poll = instance.takePoll();
        instance.freezing().clear();
        instance.timeout().set(call.version().timeout(), nanos, timers, () -> fleet.timeUp(instance));
        instance.log().begin(call).ifPresent(lateOutput);
        instance.meter().callStarts(nanos.getAsLong(), call, sandbox(instance));
        if (poll != null) {
            poll.deliver(call, clock.millis() + call.version().timeout().toMillis());
        }
    }

    private void freeze(Instance instance) {
        Sandbox sandbox = sandbox(instance);
        instance.meter().freezes(sandbox);
        sandbox.freeze();
        instance.log().late().ifPresent(lateOutput);
    }

    private void abandon(Fleet fleet, Instance instance, Call call, Retirement why) {
        CallEnd end = switch (why) {
            case TIMED_OUT -> CallEnds.timedOut(measured(instance, call), call);
            case DISK_FULL -> CallEnds.diskFull(measured(instance, call), call);
            case FAULT -> new Broken("The platform could not run the function.");
            case IDLE, SUPERSEDED, EVICTED, OVERRUN, INIT_FAILED, SURPLUS, OUTDATED, NOT_STARTED, SHUTDOWN ->
                new Broken("The platform stopped before the function had answered.");
        };
        fleet.end(call, end);
    }

    private CallEnd explainExit(Instance instance, Call call) {
        Run run = measured(instance, call);
        try {
            var ending = driver.endingOf(instance.container().resultNow().containerId());
            if (ending.killed()) {
                return new Broken("The instance was stopped from outside while it ran the function.");
            }
            return ending.outOfMemory() || sandbox(instance).outOfMemoryKills() > 0
                    ? CallEnds.outOfMemory(run, call)
                    : CallEnds.exited(run, call, ending.exitCode());
        } catch (MillirunException | IllegalStateException gone) {
            log.warn("instance {} vanished under call {}: {}", instance, call.id(), gone.getMessage());
            return new Broken("The instance was removed while it ran the function.");
        }
    }

    private void remove(Fleet fleet, Instance instance) {
        Poll poll = instance.takePoll();
        if (poll != null) {
            poll.close();
        }
        try {
            if (instance.container().isDone() && !instance.container().isCompletedExceptionally()) {
                driver.remove(instance.container().join().containerId());
                sandbox(instance).close();
            }
            instance.log().late().ifPresent(lateOutput);
            fleet.removed(instance);
        } catch (MillirunException failed) {
            log.warn("instance {} could not be removed now: {}", instance, failed.getMessage());
            timers.after(REMOVE_AGAIN, () -> instance.engineWork(() -> remove(fleet, instance), engineWork));
        }
    }

    private static Sandbox sandbox(Instance instance) {
        return instance.container().resultNow().sandbox();
    }
}
