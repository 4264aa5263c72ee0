package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.InstanceDriver.StartedInstance;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One container and what this replica knows of it. Its state changes only under the fleet's lock. */
public final class Instance {

    private final InstanceSpec spec;
    private final InstanceLog log;
    private final CallMeter meter = new CallMeter();
    private final CompletableFuture<StartedInstance> container = new CompletableFuture<>();
    private final Deadline freeze = new Deadline();
    private final Deadline timeout = new Deadline();
    private final Outbox outbox = new Outbox();
    private CompletableFuture<?> engineWork = CompletableFuture.completedFuture(null);
    private volatile InstanceState state;
    private volatile int stemMb;
    private long calls;
    private double evictedBefore;
    private @Nullable Poll poll;

    /** @param stemMb what it is expected to hold until it has been measured, megabytes */
    Instance(InstanceSpec spec, int logLimit, int stemMb, long nowNanos) {
        this.spec = spec;
        this.log = new InstanceLog(logLimit);
        this.stemMb = stemMb;
        this.state = new InstanceState.Starting(nowNanos);
    }

    public InstanceId id() {
        return spec.id();
    }

    /** What its container was started with. */
    public InstanceSpec spec() {
        return spec;
    }

    /** What it prints. */
    public InstanceLog log() {
        return log;
    }

    CallMeter meter() {
        return meter;
    }

    /** Completed once the engine has started the container; exceptionally if it could not. */
    CompletableFuture<StartedInstance> container() {
        return container;
    }

    /** Runs {@code then} once the engine has said that the container runs; never if it did not start. */
    public void whenStarted(Runnable then) {
        var _ = container.thenRun(then);
    }

    boolean runsIn(String containerId) {
        return container.isDone()
                && !container.isCompletedExceptionally()
                && container.join().containerId().equals(containerId);
    }

    /** The kernel's side of it, once started. */
    Optional<Sandbox> sandbox() {
        return container.isDone() && !container.isCompletedExceptionally()
                ? Optional.of(container.join().sandbox())
                : Optional.empty();
    }

    InstanceState state() {
        return state;
    }

    void state(InstanceState next) {
        state = next;
    }

    Outbox outbox() {
        return outbox;
    }

    /** What it holds as a stem, megabytes. */
    int stemMb() {
        return stemMb;
    }

    void stemHolds(int megabytes) {
        stemMb = megabytes;
    }

    /** What it holds while it is frozen, megabytes, of {@code limit}. */
    int frozenMb(MemorySize limit) {
        int held = meter.heldMb();
        return held <= 0 ? limit.megabytes() : Math.min(limit.megabytes(), held);
    }

    /** Calls it has answered. */
    long calls() {
        return calls;
    }

    /** It has answered one more call, when {@code worthEvicted} was the worth of what had been evicted last. */
    void used(double worthEvicted) {
        calls++;
        evictedBefore = worthEvicted;
    }

    /** What it is worth keeping; see {@link Eviction}. */
    double worth() {
        FunctionVersion version = version();
        int held = version == null ? stemMb : frozenMb(version.memory());
        return Eviction.worth(evictedBefore, calls, meter.initMicros(), held);
    }

    /** When it is to be frozen. */
    Deadline freezing() {
        return freeze;
    }

    /** When its call runs out of time. */
    Deadline timeout() {
        return timeout;
    }

    /** Does {@code work}, which may block, after all engine work that was asked of this instance before. */
    synchronized void engineWork(Runnable work, Executor executor) {
        engineWork = engineWork.thenRunAsync(work, executor);
    }

    /** Parks {@code next}; a poll that was parked before is of a connection that has gone. */
    void park(Poll next) {
        poll = next;
    }

    /** The parked poll, which is answered by whoever takes it; null if there is none. */
    @Nullable
    Poll takePoll() {
        Poll taken = poll;
        poll = null;
        return taken;
    }

    /** The call that it runs. */
    Optional<Call> runningCall() {
        return switch (state) {
            case InstanceState.Busy(var _, var call, var _) -> Optional.of(call);
            case InstanceState.Draining(var _, var call, var _) -> Optional.of(call);
            case InstanceState.Starting _,
                    InstanceState.Stem _,
                    InstanceState.Specialising _,
                    InstanceState.Idle _,
                    InstanceState.Returning _,
                    InstanceState.Frozen _,
                    InstanceState.Removing _,
                    InstanceState.Lost _ -> Optional.empty();
        };
    }

    /** The function version it belongs to for ever; null while it is a stem or being removed. */
    @Nullable
    FunctionVersion version() {
        return switch (state) {
            case InstanceState.Specialising(var version, var _) -> version;
            case InstanceState.Idle(var version, var _) -> version;
            case InstanceState.Busy(var version, var _, var _) -> version;
            case InstanceState.Returning(var version, var _) -> version;
            case InstanceState.Frozen(var version, var _) -> version;
            case InstanceState.Draining(var version, var _, var _) -> version;
            case InstanceState.Starting _, InstanceState.Stem _, InstanceState.Removing _, InstanceState.Lost _ -> null;
        };
    }

    @Override
    public String toString() {
        return spec.runtime() + "/" + id() + " " + state.getClass().getSimpleName();
    }
}
