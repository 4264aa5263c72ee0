package io.millirun.runtimemanager.instances;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.instances.CallEnd.Reason;
import io.millirun.runtimemanager.instances.CallEnd.Refused;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets calls in or refuses them, and counts those that are in. Used under the fleet's lock only. */
final class Reception {

    private static final String STOPPING = "The platform is stopping.";

    private final FleetSettings settings;
    private final Concurrency concurrency;
    private final FunctionPools pools;
    private final Lifecycle lifecycle;
    private final InstanceSupply supply;
    private final Shortage shortage;
    private final MemoryLedger ledger;
    private final AtomicInteger callsInFlight;
    private final Map<InvocationId, Concurrency.Share> shares = new HashMap<>();
    private Phase phase = Phase.OPEN;

    /** Whether calls are let in. */
    enum Phase {
        OPEN,
        CLOSED
    }

    Reception(
            FleetSettings settings,
            Concurrency concurrency,
            FunctionPools pools,
            Lifecycle lifecycle,
            InstanceSupply supply,
            Shortage shortage,
            MemoryLedger ledger,
            AtomicInteger callsInFlight) {
        this.settings = settings;
        this.concurrency = concurrency;
        this.pools = pools;
        this.lifecycle = lifecycle;
        this.supply = supply;
        this.shortage = shortage;
        this.ledger = ledger;
        this.callsInFlight = callsInFlight;
    }

    Phase phase() {
        return phase;
    }

    /** Gives {@code call} to an instance, lets it wait for one, or refuses it. */
    void receive(Batch batch, Call call) {
        switch (phase) {
            case CLOSED -> batch.refuse(call, Reason.STOPPING, STOPPING);
            case OPEN -> {
                FunctionPool pool = pools.of(call.version());
                place(batch, pool, call);
                pools.dropIfEmpty(pool);
            }
        }
    }

    private void place(Batch batch, FunctionPool pool, Call call) {
        var situation = new Placement.Situation(
                concurrency.verdict(call.version()),
                pool.instances(),
                pool.thawMb(),
                supply.spareMb(pool),
                pool.waiting().size(),
                pool.onTheWay(),
                call.version().memory().megabytes(),
                ledger.boundMb());
        switch (Placement.choose(situation, settings.queuePerFunction())) {
            case USE_IDLE, THAW -> {
                letIn(call);
                lifecycle.give(batch, pool, call);
            }
            case WAIT -> {
                letIn(call);
                pool.waiting().addLast(call);
            }
            case WAIT_AND_GROW -> {
                letIn(call);
                pool.waiting().addLast(call);
                shortage.ask(pool);
            }
            case REFUSE_FUNCTION ->
                batch.refuse(
                        call,
                        Reason.FUNCTION_THROTTLED,
                        "Rate Exceeded: the concurrency that is reserved for the function is used up.");
            case REFUSE_ORGANIZATION ->
                throttle(batch, call, "Rate Exceeded: the organization's concurrency is used up.");
            case REFUSE_QUEUE -> throttle(batch, call, "Rate Exceeded: too many calls of the function wait.");
            case REFUSE_SIZE ->
                batch.refuse(
                        call,
                        Reason.UNAVAILABLE,
                        "The function has more memory than all functions of this machine may have together.");
        }
    }

    private static void throttle(Batch batch, Call call, String message) {
        batch.refuse(call, Reason.THROTTLED, message);
    }

    private void letIn(Call call) {
        shares.put(call.id(), concurrency.letIn(call.version()));
        callsInFlight.incrementAndGet();
    }

    /** {@code call}, which was let in, is over. */
    void over(Call call) {
        Concurrency.Share share = shares.remove(call.id());
        if (share != null) {
            concurrency.over(call.version(), share);
        }
    }

    /** Refuses calls from now on, those that wait included. */
    void close(Batch batch) {
        phase = Phase.CLOSED;
        shortage.clear();
        for (FunctionPool pool : pools.all()) {
            pool.waiting().forEach(call -> batch.end(call, () -> new Refused(Reason.STOPPING, STOPPING)));
            pool.waiting().clear();
        }
    }
}
