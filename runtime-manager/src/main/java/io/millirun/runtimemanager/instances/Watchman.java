package io.millirun.runtimemanager.instances;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks for what has taken too long and for what has failed, and ends it. Used under the fleet's lock only. */
final class Watchman {

    /** How long a call waits while no container of its runtime can be started: the engine may only be restarting. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final FleetSettings settings;
    private final Roster roster;
    private final FunctionPools pools;
    private final StemPools stems;
    private final Lifecycle lifecycle;
    private final Effects effects;
    private final LongSupplier nanos;

    Watchman(
            FleetSettings settings,
            Roster roster,
            FunctionPools pools,
            StemPools stems,
            Lifecycle lifecycle,
            Effects effects,
            LongSupplier nanos) {
        this.settings = settings;
        this.roster = roster;
        this.pools = pools;
        this.stems = stems;
        this.lifecycle = lifecycle;
        this.effects = effects;
        this.nanos = nanos;
    }

    /** Ends waiting calls, inits, starts and idle instances that have had their time. */
    void look(Batch batch) {
        long now = nanos.getAsLong();
        for (FunctionPool pool : List.copyOf(pools.all())) {
            while (overdue(pool.waiting().peekFirst(), now)) {
                Call call = pool.waiting().removeFirst();
                var refusal = stems.refusal(stems.kind(call.version()), now);
                batch.end(call, () -> refusal);
            }
            pools.dropIfEmpty(pool);
        }
        for (Instance instance : List.copyOf(roster.all())) {
            Overdue.of(instance.state(), now, settings).ifPresent(event -> lifecycle.step(batch, instance, event));
            if (Overdue.initOverdue(instance.state(), now, settings)) {
                initFailed(batch, instance, Retirement.TIMED_OUT, effects::initTimedOut);
            }
        }
    }

    /** Removes {@code instance}, and ends the call that has waited longest for it. */
    void initFailed(Batch batch, Instance instance, Retirement why, BiFunction<Instance, Call, CallEnd> ending) {
        if (instance.state() instanceof InstanceState.Specialising(var version, var _)) {
            lifecycle.firstWaiting(version).ifPresent(call -> batch.end(call, () -> ending.apply(instance, call)));
            lifecycle.step(batch, instance, new InstanceEvent.Stopped(why));
        }
    }

    private boolean overdue(@Nullable Call call, long now) {
        if (call == null) {
            return false;
        }
        long waited = now - call.arrivedNanos();
        return waited > settings.queueWait().toNanos()
                || (waited > GRACE.toNanos() && stems.failing(stems.kind(call.version())));
    }
}
