package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.InstanceEvent.Assigned;
import io.millirun.runtimemanager.instances.InstanceEvent.Given;
import io.millirun.runtimemanager.instances.InstanceEvent.Retired;
import io.millirun.runtimemanager.instances.InstanceState.Busy;
import io.millirun.runtimemanager.instances.InstanceState.Draining;
import io.millirun.runtimemanager.instances.InstanceState.Frozen;
import io.millirun.runtimemanager.instances.InstanceState.Idle;
import io.millirun.runtimemanager.instances.InstanceState.Lost;
import io.millirun.runtimemanager.instances.InstanceState.Removing;
import io.millirun.runtimemanager.instances.InstanceState.Returning;
import io.millirun.runtimemanager.instances.InstanceState.Specialising;
import io.millirun.runtimemanager.instances.InstanceState.Starting;
import io.millirun.runtimemanager.instances.InstanceState.Stem;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Applies events to instances: the next state is that of {@link Transitions}, and what depends on states (pools, stems,
 * memory, inits under way) is kept in step with it. Used under the fleet's lock only.
 */
final class Lifecycle {

    private final FunctionPools pools;
    private final StemPools stems;
    private final MemoryLedger ledger;
    private final Shortage shortage;
    private final RefillPace pace;
    private final LongSupplier nanos;
    private double worthEvicted;
    private int inits;

    Lifecycle(
            FunctionPools pools,
            StemPools stems,
            MemoryLedger ledger,
            Shortage shortage,
            RefillPace pace,
            LongSupplier nanos) {
        this.pools = pools;
        this.stems = stems;
        this.ledger = ledger;
        this.shortage = shortage;
        this.pace = pace;
        this.nanos = nanos;
    }

    /** Applies {@code event} to {@code instance}; what has to be done follows in {@code batch}. */
    void step(Batch batch, Instance instance, InstanceEvent event) {
        InstanceState before = instance.state();
        Optional<FunctionPool> pool = pools.find(event instanceof Assigned(var version) ? version : instance.version());
        var step = Transitions.apply(before, event, nanos.getAsLong());
        if (step.next().equals(before)) {
            return;
        }
        instance.state(step.next());
        ledger.update(instance);
        if (step.next() instanceof Lost) {
            died(batch, before, instance);
        }
        for (InstanceCommand command : step.commands()) {
            batch.add(instance, command);
        }
        // A frozen instance keeps its place among those that wait.
        if (!(before instanceof Idle && step.next() instanceof Frozen)) {
            leave(before, instance, pool);
            enter(batch, step.next(), instance, pool);
        }
    }

    /** Gives the call that has waited longest to the instance of {@code pool} that was used last. */
    void give(Batch batch, FunctionPool pool, Call call) {
        Instance instance = pool.lastUsed();
        if (instance == null) {
            throw new IllegalStateException("no instance waits for " + call);
        }
        step(batch, instance, new Given(call));
    }

    /** Makes room by removing the waiting instance that is least worth keeping; whether there was one. */
    boolean evict(Batch batch) {
        Optional<Instance> least = Eviction.choose(pools.available(), Instance::worth);
        least.ifPresent(instance -> {
            worthEvicted = Math.max(worthEvicted, instance.worth());
            step(batch, instance, new Retired(Retirement.EVICTED));
        });
        return least.isPresent();
    }

    /** Functions that are in their init. */
    int inits() {
        return inits;
    }

    /** {@code instance} ended by itself in a state in which no call was running. */
    private void died(Batch batch, InstanceState before, Instance instance) {
        switch (before) {
            case Starting _, Stem _ ->
                stems.failed(instance.spec().runtime(), "its stem ended by itself", nanos.getAsLong());
            case Specialising(var version, var _) ->
                firstWaiting(version).ifPresent(call -> batch.add(instance, new InstanceCommand.ExplainExit(call)));
            case Idle _, Busy _, Returning _, Frozen _, Draining _, Removing _, Lost _ -> {}
        }
    }

    /** Takes the call that has waited longest for an instance of {@code version}. */
    Optional<Call> firstWaiting(FunctionVersion version) {
        return pools.find(version).map(pool -> pool.waiting().pollFirst());
    }

    private void leave(InstanceState before, Instance instance, Optional<FunctionPool> pool) {
        switch (before) {
            case Starting _ -> stems.arrived(instance);
            case Stem _ -> stems.taken(instance);
            case Specialising _ -> {
                inits--;
                pace.coldStart(nanos.getAsLong());
                pool.ifPresent(of -> of.prepares(-1));
            }
            case Idle _, Frozen _ -> pool.ifPresent(of -> of.available().removeLastOccurrence(instance));
            case Busy _, Returning _, Draining _, Removing _, Lost _ -> {}
        }
    }

    private void enter(Batch batch, InstanceState now, Instance instance, Optional<FunctionPool> pool) {
        switch (now) {
            case Stem _ -> stems.ready(instance);
            case Specialising(var version, long since) -> {
                inits++;
                pace.coldStart(since);
                stems.wanted(stems.key(version), since);
                pool.ifPresent(of -> {
                    of.members().add(instance);
                    of.prepares(1);
                });
            }
            case Idle _ -> pool.ifPresent(of -> idle(batch, of, instance));
            case Removing _, Lost _ ->
                pool.ifPresent(of -> {
                    of.members().remove(instance);
                    shortage.replace(of);
                    pools.dropIfEmpty(of);
                });
            case Starting _, Busy _, Returning _, Frozen _, Draining _ -> {}
        }
    }

    private void idle(Batch batch, FunctionPool pool, Instance instance) {
        instance.used(worthEvicted);
        Call next = pool.waiting().peekFirst();
        if (next != null && !shortage.othersGoFirst(pool)) {
            pool.waiting().removeFirst();
            step(batch, instance, new Given(next));
        } else if (pool.standing() == FunctionPool.Standing.SUPERSEDED) {
            step(batch, instance, new Retired(Retirement.SUPERSEDED));
        } else {
            pool.available().addLast(instance);
            shortage.replace(pool);
            batch.freezeLater(instance);
        }
    }
}
