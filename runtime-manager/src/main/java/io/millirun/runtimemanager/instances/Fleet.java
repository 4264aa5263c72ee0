package io.millirun.runtimemanager.instances;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd.Reason;
import io.millirun.runtimemanager.instances.CallEnd.Refused;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForAssignment;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForCall;
import io.millirun.runtimemanager.instances.InstanceEvent.Given;
import io.millirun.runtimemanager.instances.InstanceState.Frozen;
import io.millirun.runtimemanager.instances.InstanceState.Idle;
import io.millirun.runtimemanager.instances.InstanceState.Lost;
import io.millirun.runtimemanager.instances.InstanceState.Removing;
import io.millirun.runtimemanager.instances.InstanceState.Stem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Every instance of this replica and every call that waits for one. Its methods take an event, change the state under one
 * lock, and hand the commands that follow to {@link Effects} after the lock is released; none of them blocks.
 */
public final class Fleet {

    private final FleetSettings settings;
    private final Effects effects;
    private final LongSupplier nanos;
    private final StemPools stems;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Instance> instances = new ConcurrentHashMap<>();
    private final Map<UUID, FunctionPool> pools = new HashMap<>();
    private final Map<TenantId, Integer> tenantCalls = new HashMap<>();
    private boolean stopping;

    Fleet(FleetSettings settings, Effects effects, StemPools stems, LongSupplier nanos) {
        this.settings = settings;
        this.effects = effects;
        this.stems = stems;
        this.nanos = nanos;
    }

    /**
     * The fleet of one replica.
     *
     * @param engineWork runs what may block: asking the engine
     * @param nanos the monotonic clock
     */
    public static Fleet of(
            FleetSettings settings,
            InstanceDriver driver,
            StemSource source,
            Executor engineWork,
            Timers timers,
            InstantSource clock,
            LongSupplier nanos) {
        var effects = new Effects(settings, driver, engineWork, timers, clock, nanos);
        return new Fleet(settings, effects, new StemPools(settings, source, nanos), nanos);
    }

    /** Tells {@code listener} what instances print after their call has ended; it must not block. */
    public void tellLateOutput(Consumer<InstanceLog.Piece> listener) {
        effects.tellLateOutput(listener);
    }

    /** Passes to {@code keep} what calls that run for longer than {@code least} have printed since it was asked last. */
    public void freshOutput(Duration least, Consumer<InstanceLog.Piece> keep) {
        long now = nanos.getAsLong();
        for (Instance instance : instances.values()) {
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
        return Optional.ofNullable(instances.get(token));
    }

    /** Runs {@code call} on an instance, or lets it wait for one, or refuses it; its end is told to the call itself. */
    public void submit(Call call) {
        locked(batch -> {
            FunctionPool pool = pools.computeIfAbsent(call.version().revision(), _ -> new FunctionPool(call.version()));
            var situation = new Placement.Situation(
                    pool.lastUsed() == null ? 0 : 1,
                    pool.waiting().size(),
                    pool.onTheWay(),
                    tenantCalls.getOrDefault(call.version().tenant(), 0));
            if (stopping) {
                batch.refuse(call, new Refused(Reason.STOPPING, "The platform is stopping."));
                return;
            }
            switch (Placement.choose(situation, settings)) {
                case REFUSE_CONCURRENCY ->
                    batch.refuse(call, new Refused(Reason.THROTTLED, "Rate Exceeded: the organization's concurrency."));
                case REFUSE_QUEUE ->
                    batch.refuse(call, new Refused(Reason.THROTTLED, "Rate Exceeded: too many calls wait."));
                case USE_INSTANCE -> {
                    admitted(call);
                    give(batch, pool, call);
                }
                case WAIT -> {
                    admitted(call);
                    pool.waiting().addLast(call);
                }
                case WAIT_AND_GROW -> {
                    admitted(call);
                    pool.waiting().addLast(call);
                    grow(batch, pool);
                }
            }
        });
    }

    /** {@code instance} parks {@code poll} for an assignment. */
    public void askedForAssignment(Instance instance, Poll poll) {
        locked(batch -> {
            instance.park(poll);
            step(batch, instance, new AskedForAssignment());
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
            step(batch, instance, new AskedForCall());
        });
    }

    /** Applies {@code event}, told by anything but a poll. */
    public void tell(Instance instance, InstanceEvent event) {
        locked(batch -> step(batch, instance, event));
    }

    /** The call {@code id}, if {@code instance} runs it. */
    public Optional<Call> running(Instance instance, InvocationId id) {
        return runningCall(instance).filter(call -> call.id().equals(id));
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
            first[0] = runningCall(instance).equals(call);
            if (first[0]) {
                batch.end(call.get(), () -> end);
                step(batch, instance, new InstanceEvent.Answered(id));
            }
        });
        return first[0];
    }

    /** The init of {@code instance} failed: the call that has waited longest for it gets {@code ending}. */
    public void initFailed(Instance instance, Retirement why, BiFunction<Instance, Call, CallEnd> ending) {
        locked(batch -> initFailed(batch, instance, why, ending));
    }

    private void initFailed(
            Batch batch, Instance instance, Retirement why, BiFunction<Instance, Call, CallEnd> ending) {
        if (instance.state() instanceof InstanceState.Specialising(var version, var _)) {
            Call call = firstWaiting(version);
            if (call != null) {
                batch.end(call, () -> ending.apply(instance, call));
            }
            step(batch, instance, new InstanceEvent.Stopped(why));
        }
    }

    /** A container was asked for and could not be started: whoever waited for it waits for another, or is refused. */
    void notStarted(Instance instance, String reason) {
        locked(batch -> {
            step(batch, instance, new InstanceEvent.Stopped(Retirement.NOT_STARTED));
            stems.failed(instance.spec().runtime(), reason);
            refill(batch);
        });
    }

    /** The container of {@code instance} is gone from the engine. */
    void removed(Instance instance) {
        locked(batch -> {
            instances.remove(instance.id().token());
            refill(batch);
        });
    }

    /** Ends what has taken too long: waiting calls, inits, starts, idle instances; and refills the stems. */
    public void tick() {
        locked(batch -> {
            long now = nanos.getAsLong();
            for (FunctionPool pool : List.copyOf(pools.values())) {
                while (overdue(pool.waiting().peekFirst(), now)) {
                    Call call = pool.waiting().removeFirst();
                    batch.end(call, () -> stems.refusal(call.version().runtime()));
                }
            }
            for (Instance instance : List.copyOf(instances.values())) {
                Overdue.of(instance.state(), now, settings).ifPresent(event -> step(batch, instance, event));
                if (Overdue.initOverdue(instance.state(), now, settings)) {
                    initFailed(batch, instance, Retirement.TIMED_OUT, effects::initTimedOut);
                }
            }
            refill(batch);
        });
    }

    /** {@code revision} is not the current one any more: its instances go as soon as they have nothing to do. */
    public void supersede(UUID revision) {
        locked(batch -> {
            FunctionPool pool = pools.get(revision);
            if (pool != null) {
                pool.supersede();
                retireAll(batch, pool, Retirement.SUPERSEDED);
            }
        });
    }

    /** Brings the number of stems to what is wanted now; called when a runtime becomes available and periodically. */
    public void refill() {
        locked(this::refill);
    }

    /** Refuses new calls, and ends those that wait. Running calls go on. */
    public void stop() {
        locked(batch -> {
            stopping = true;
            for (FunctionPool pool : pools.values()) {
                for (Call call = pool.waiting().pollFirst();
                        call != null;
                        call = pool.waiting().pollFirst()) {
                    batch.end(call, () -> new Refused(Reason.STOPPING, "The platform is stopping."));
                }
            }
        });
    }

    /** The revisions that have instances, or calls that wait for one. */
    public Set<UUID> revisions() {
        lock.lock();
        try {
            return Set.copyOf(pools.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** How many instances of {@code revision} are frozen. */
    public long frozen(UUID revision) {
        return instances.values().stream()
                .filter(instance -> instance.state() instanceof Frozen(var version, var _)
                        && version.revision().equals(revision))
                .count();
    }

    /** CPU time that the instances of {@code revision} have used, microseconds. */
    public long cpuMicros(UUID revision) {
        return instances.values().stream()
                .filter(instance -> belongs(instance.version(), revision))
                .flatMap(instance -> instance.sandbox().stream())
                .mapToLong(Sandbox::cpuMicros)
                .sum();
    }

    /** Whether the instance in {@code containerId} runs a call. */
    public boolean busyIn(String containerId) {
        return instances.values().stream()
                .anyMatch(instance ->
                        instance.runsIn(containerId) && runningCall(instance).isPresent());
    }

    /** How many calls run or wait now. */
    public int callsInFlight() {
        lock.lock();
        try {
            return tenantCalls.values().stream().mapToInt(Integer::intValue).sum();
        } finally {
            lock.unlock();
        }
    }

    /** The time that the call of {@code instance} had may be over: if it is, the call ends and the instance goes. */
    void timeUp(Instance instance) {
        locked(batch -> {
            if (Overdue.callOverdue(instance.state(), nanos.getAsLong())) {
                step(batch, instance, new InstanceEvent.Stopped(Retirement.TIMED_OUT));
            }
        });
    }

    /** The container {@code containerId} has ended. */
    public void containerEnded(String containerId) {
        instances.values().stream()
                .filter(instance -> instance.runsIn(containerId))
                .findFirst()
                .ifPresent(instance -> tell(instance, new InstanceEvent.Exited()));
    }

    /** Number of instances by the simple name of their state. */
    public Map<String, Long> census() {
        lock.lock();
        try {
            Map<String, Long> counts = new HashMap<>();
            for (Instance instance : instances.values()) {
                counts.merge(instance.state().getClass().getSimpleName(), 1L, Long::sum);
            }
            return counts;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Consumer<Batch> change) {
        var batch = new Batch(effects, this);
        lock.lock();
        try {
            change.accept(batch);
        } finally {
            lock.unlock();
        }
        batch.run();
    }

    private void step(Batch batch, Instance instance, InstanceEvent event) {
        InstanceState before = instance.state();
        FunctionVersion version = instance.version();
        var step = Transitions.apply(before, event, nanos.getAsLong());
        if (step.next().equals(before)) {
            return;
        }
        instance.state(step.next());
        if (step.next() instanceof Lost) {
            died(batch, before, instance);
        }
        for (InstanceCommand command : step.commands()) {
            batch.add(instance, command);
        }
        if (version == null && event instanceof InstanceEvent.Assigned(var assigned)) {
            version = assigned;
        }
        FunctionPool pool = version == null ? null : pools.get(version.revision());
        leave(before, instance, pool);
        enter(batch, step.next(), instance, pool);
    }

    /** {@code instance} ended by itself in a state in which no call was running. */
    private void died(Batch batch, InstanceState before, Instance instance) {
        switch (before) {
            case InstanceState.Starting _, Stem _ ->
                stems.failed(instance.spec().runtime(), "its stem ended by itself");
            case InstanceState.Specialising(var version, var _) -> {
                Call call = firstWaiting(version);
                if (call != null) {
                    batch.add(instance, new InstanceCommand.ExplainExit(call));
                }
            }
            default -> {}
        }
    }

    private void leave(InstanceState before, Instance instance, @Nullable FunctionPool pool) {
        switch (before) {
            case Stem _ -> stems.taken(instance);
            case InstanceState.Starting _ -> stems.arrived(instance);
            case Idle _, Frozen _ -> {
                if (pool != null) {
                    pool.unavailable(instance);
                }
            }
            default -> {}
        }
    }

    private void enter(Batch batch, InstanceState now, Instance instance, @Nullable FunctionPool pool) {
        switch (now) {
            case Stem _ -> {
                stems.ready(instance);
                refill(batch);
            }
            case InstanceState.Specialising _ -> {
                if (pool != null) {
                    pool.members().add(instance);
                }
            }
            case Idle _ -> {
                if (pool != null) {
                    idle(batch, pool, instance);
                }
            }
            case Frozen _ -> {
                if (pool != null) {
                    pool.available(instance);
                }
            }
            case Removing _, Lost _ -> {
                if (pool != null) {
                    pool.members().remove(instance);
                    replaceIfNeeded(batch, pool);
                }
            }
            default -> {}
        }
    }

    private void idle(Batch batch, FunctionPool pool, Instance instance) {
        Call next = pool.waiting().pollFirst();
        if (next != null) {
            step(batch, instance, new Given(next));
        } else if (pool.superseded()) {
            step(batch, instance, new InstanceEvent.Retired(Retirement.SUPERSEDED));
        } else {
            pool.available(instance);
            batch.freezeLater(instance);
        }
    }

    private void give(Batch batch, FunctionPool pool, Call call) {
        Instance instance = pool.lastUsed();
        if (instance == null) {
            throw new IllegalStateException("no instance waits for " + call);
        }
        step(batch, instance, new Given(call));
    }

    private void grow(Batch batch, FunctionPool pool) {
        pool.wants(1);
        stems.ask(pool);
        refill(batch);
    }

    private void replaceIfNeeded(Batch batch, FunctionPool pool) {
        if (pool.waiting().size() > pool.onTheWay() && !stopping) {
            grow(batch, pool);
        } else if (pool.empty()) {
            pools.remove(pool.version().revision());
        }
    }

    private void refill(Batch batch) {
        if (stopping) {
            return;
        }
        for (var match = stems.match(); match.isPresent(); match = stems.match()) {
            FunctionPool pool = match.get().pool();
            pool.wants(-1);
            if (pool.waiting().isEmpty()) {
                stems.ready(match.get().stem());
            } else {
                step(batch, match.get().stem(), new InstanceEvent.Assigned(pool.version()));
            }
        }
        for (InstanceSpec spec : stems.toStart(memoryFree(batch))) {
            var instance = new Instance(spec, settings.logLimit(), nanos.getAsLong());
            instances.put(spec.id().token(), instance);
            stems.starting(instance);
            batch.start(instance);
        }
    }

    private boolean memoryFree(Batch batch) {
        var census = MemoryLedger.of(instances.values());
        if (census.countedMb() + MemoryLedger.STEM_MB <= settings.memoryMb()) {
            return true;
        }
        Eviction.choose(pools.values())
                .ifPresent(instance -> step(batch, instance, new InstanceEvent.Retired(Retirement.EVICTED)));
        return false;
    }

    private void retireAll(Batch batch, FunctionPool pool, Retirement why) {
        for (Instance member : List.copyOf(pool.members())) {
            step(batch, member, new InstanceEvent.Retired(why));
        }
    }

    private @Nullable Call firstWaiting(FunctionVersion version) {
        FunctionPool pool = pools.get(version.revision());
        return pool == null ? null : pool.waiting().pollFirst();
    }

    private boolean overdue(@Nullable Call call, long now) {
        return call != null && now - call.arrivedNanos() > settings.queueWait().toNanos();
    }

    private static boolean belongs(@Nullable FunctionVersion version, UUID revision) {
        return version != null && version.revision().equals(revision);
    }

    private static Optional<Call> runningCall(Instance instance) {
        return switch (instance.state()) {
            case InstanceState.Busy(var _, var call, var _) -> Optional.of(call);
            case InstanceState.Draining(var _, var call, var _) -> Optional.of(call);
            default -> Optional.empty();
        };
    }

    private void admitted(Call call) {
        tenantCalls.merge(call.version().tenant(), 1, Integer::sum);
    }

    /** {@code call} has been told its end. */
    void over(Call call) {
        lock.lock();
        try {
            tenantCalls.computeIfPresent(call.version().tenant(), (_, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }
}
