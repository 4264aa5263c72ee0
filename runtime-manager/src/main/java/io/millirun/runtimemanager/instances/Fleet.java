package io.millirun.runtimemanager.instances;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForAssignment;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Every instance of this replica and every call that waits for one. Its methods take an event, change the state under one
 * lock, and hand the commands that follow to {@link Effects} after the lock is released; none of them blocks.
 */
public final class Fleet {

    private final Effects effects;
    private final LongSupplier nanos;
    private final Roster roster = new Roster();
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final FunctionPools pools = new FunctionPools();
    private final StemPools stems;
    private final MemoryLedger ledger;
    private final RefillPace pace;
    private final Lifecycle lifecycle;
    private final InstanceSupply supply;
    private final Reception reception;
    private final Watchman watchman;

    private Fleet(
            FleetSettings settings,
            StemSource source,
            ConcurrencyLimits limits,
            Effects effects,
            int cores,
            LongSupplier nanos) {
        this.effects = effects;
        this.nanos = nanos;
        stems = new StemPools(settings.stems(), source);
        ledger = new MemoryLedger(settings.memoryMb());
        pace = new RefillPace(settings.stems(), cores, nanos.getAsLong());
        var shortage = new Shortage(ledger);
        lifecycle = new Lifecycle(pools, stems, ledger, shortage, pace, nanos);
        supply = new InstanceSupply(settings, roster, pools, stems, ledger, shortage, pace, lifecycle, nanos);
        reception = new Reception(
                settings, new Concurrency(limits), pools, lifecycle, supply, shortage, ledger, callsInFlight);
        watchman = new Watchman(settings, roster, pools, stems, lifecycle, effects, nanos);
    }

    /**
     * The fleet of one replica.
     *
     * @param limits how many calls may run at the same time
     * @param engineWork runs what may block: asking the engine
     * @param nanos the monotonic clock
     */
    public static Fleet of(
            FleetSettings settings,
            InstanceDriver driver,
            StemSource source,
            ConcurrencyLimits limits,
            Executor engineWork,
            Timers timers,
            InstantSource clock,
            LongSupplier nanos) {
        var effects = new Effects(settings, driver, engineWork, timers, clock, nanos);
        return new Fleet(settings, source, limits, effects, Runtime.getRuntime().availableProcessors(), nanos);
    }

    /** Tells {@code listener} what instances print after their call has ended; it must not block. */
    public void tellLateOutput(Consumer<InstanceLog.Piece> listener) {
        effects.tellLateOutput(listener);
    }

    /** Passes to {@code keep} what calls that run for longer than {@code least} have printed since it was asked last. */
    public void freshOutput(Duration least, Consumer<InstanceLog.Piece> keep) {
        long now = nanos.getAsLong();
        for (Instance instance : roster.all()) {
            if (instance.state() instanceof InstanceState.Busy(var _, var call, long since)
                    && now - since > least.toNanos()) {
                instance.log().fresh(call).ifPresent(keep);
            }
        }
    }

    /** What ends of calls are made from. */
    public Measurement measurement() {
        return effects::measured;
    }

    /** The instance that proves itself with {@code token}. */
    public Optional<Instance> find(String token) {
        return roster.withToken(token);
    }

    /** Runs {@code call} on an instance, or lets it wait for one, or refuses it; its end is told to the call itself. */
    public void submit(Call call) {
        locked(batch -> reception.receive(batch, call));
    }

    /** {@code instance} parks {@code poll} for an assignment; its container runs. */
    public void askedForAssignment(Instance instance, Poll poll) {
        effects.weigh(instance);
        locked(batch -> {
            instance.park(poll);
            instance.sandbox().ifPresent(sandbox -> pace.ready(sandbox.cpuMicros()));
            lifecycle.step(batch, instance, new AskedForAssignment());
        });
    }

    /** {@code instance} parks {@code poll} for a call. */
    public void askedForCall(Instance instance, Poll poll) {
        locked(batch -> {
            instance.park(poll);
            if (instance.state() instanceof InstanceState.Specialising) {
                instance.meter().initEnds(nanos.getAsLong());
                batch.initialised(instance);
            }
            lifecycle.step(batch, instance, new AskedForCall());
        });
    }

    /** Applies {@code event}, told by anything but a poll. */
    public void tell(Instance instance, InstanceEvent event) {
        locked(batch -> lifecycle.step(batch, instance, event));
    }

    /** The call {@code id}, if {@code instance} runs it. */
    public Optional<Call> running(Instance instance, InvocationId id) {
        return instance.runningCall().filter(call -> call.id().equals(id));
    }

    /**
     * Ends the call {@code id} if {@code instance} still runs it. The runtime must not be answered before this returns, so
     * that it cannot ask for its next call while this one is being measured.
     *
     * @param ending makes the end from what was measured; called outside the lock
     * @return whether the call was still running
     */
    public boolean answered(Instance instance, InvocationId id, BiFunction<Instance, Call, CallEnd> ending) {
        Optional<Call> call = running(instance, id);
        if (call.isEmpty()) {
            return false;
        }
        CallEnd end = ending.apply(instance, call.get());
        boolean[] first = {false};
        locked(batch -> {
            first[0] = instance.runningCall().equals(call);
            if (first[0]) {
                batch.end(call.get(), () -> end);
                lifecycle.step(batch, instance, new InstanceEvent.Answered(id));
            }
        });
        return first[0];
    }

    /** The init of {@code instance} failed: the call that has waited longest for it gets {@code ending}. */
    public void initFailed(Instance instance, Retirement why, BiFunction<Instance, Call, CallEnd> ending) {
        locked(batch -> watchman.initFailed(batch, instance, why, ending));
    }

    /** A container was asked for and could not be started: whoever waited for it waits for another, or is refused. */
    void notStarted(Instance instance, String reason) {
        locked(batch -> {
            lifecycle.step(batch, instance, new InstanceEvent.Stopped(Retirement.NOT_STARTED));
            stems.failed(instance.spec().runtime(), reason, nanos.getAsLong());
        });
    }

    /** The container of {@code instance} is gone from the engine. */
    void removed(Instance instance) {
        locked(_ -> {
            roster.remove(instance);
            ledger.gone(instance);
        });
    }

    /** Ends what has taken too long: waiting calls, inits, starts, idle instances; and refills the stems. */
    public void tick() {
        locked(batch -> {
            watchman.look(batch);
            supply.modernise(batch);
            switch (reception.phase()) {
                case OPEN -> supply.refill(batch, callsInFlight.get());
                case CLOSED -> {}
            }
        });
    }

    /** {@code revision} is not the current one any more: its instances go as soon as they have nothing to do. */
    public void supersede(UUID revision) {
        locked(batch -> pools.find(revision).ifPresent(pool -> {
            pool.supersede();
            List.copyOf(pool.members())
                    .forEach(member -> lifecycle.step(batch, member, new InstanceEvent.Retired(Retirement.SUPERSEDED)));
        }));
    }

    /** Refuses new calls, and ends those that wait. Running calls go on. */
    public void stop() {
        locked(reception::close);
    }

    /** The time that the call of {@code instance} had may be over: if it is, the call ends and the instance goes. */
    void timeUp(Instance instance) {
        locked(batch -> {
            if (Overdue.callOverdue(instance.state(), nanos.getAsLong())) {
                lifecycle.step(batch, instance, new InstanceEvent.Stopped(Retirement.TIMED_OUT));
            }
        });
    }

    /** The container {@code containerId} has ended. */
    public void containerEnded(String containerId) {
        roster.inContainer(containerId).ifPresent(instance -> tell(instance, new InstanceEvent.Exited()));
    }

    /** The revisions that have instances, or calls that wait for one. */
    public Set<UUID> revisions() {
        lock.lock();
        try {
            return pools.revisions();
        } finally {
            lock.unlock();
        }
    }

    /** All instances there are. */
    Set<Instance> instances() {
        return Set.copyOf(roster.all());
    }

    /** Short names of all instances there are; whatever container of ours has another is a leftover. */
    public Set<String> instanceNames() {
        return roster.shortNames();
    }

    /** How many instances of {@code revision} are frozen. */
    public long frozen(UUID revision) {
        return roster.frozen(revision);
    }

    /** CPU time that the instances of {@code revision} have used, microseconds. */
    public long cpuMicros(UUID revision) {
        return roster.cpuMicros(revision);
    }

    /** Whether the instance in {@code containerId} runs a call. */
    public boolean busyIn(String containerId) {
        return roster.inContainer(containerId).flatMap(Instance::runningCall).isPresent();
    }

    /** How many calls run or wait now. */
    public int callsInFlight() {
        return callsInFlight.get();
    }

    /** Instances of {@code runtime} whose state has this simple name. */
    public long count(String state, String runtime) {
        return roster.count(state, runtime);
    }

    /** Number of instances by the simple name of their state. */
    public Map<String, Long> census() {
        return roster.census();
    }

    /** Tells {@code call}, which was let in, how it ended. */
    void end(Call call, CallEnd end) {
        lock.lock();
        try {
            reception.over(call);
        } finally {
            lock.unlock();
        }
        try {
            call.ended().accept(end);
        } finally {
            callsInFlight.decrementAndGet();
        }
    }

    private void locked(Consumer<Batch> change) {
        var batch = new Batch(effects, this);
        lock.lock();
        try {
            change.accept(batch);
            switch (reception.phase()) {
                case OPEN -> supply.arrange(batch);
                case CLOSED -> {}
            }
        } finally {
            lock.unlock();
        }
        batch.run();
    }
}
