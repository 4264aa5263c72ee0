package io.millirun.billing.spend;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * This process's part of what is left under one cap in one span of prices. Calls draw on it without asking anybody. What
 * the database believes this process to hold is at every moment at least what it holds: the worst cases of calls that
 * run, what calls used that is not yet in the usage tables, and the slack that further calls may draw on. Safe for use by
 * many threads; never calls out while it is locked.
 */
final class Lease {

    private final Scope scope;
    private final Instant from;

    // Guarded by this.
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private boolean governed;
    private Quantity unshipped = Quantity.NONE;
    private Quantity running = Quantity.NONE;
    private Quantity slack = Quantity.NONE;
    private Quantity settledLately = Quantity.NONE;
    private Quantity mostRunning = Quantity.NONE;
    private Quantity lastDrawn = Quantity.NONE;
    private Quantity lowWater = Quantity.NONE;
    private boolean renewing;
    private boolean asked;
    private boolean stale;
    private boolean dirty = true;
    private long deniedUntilNanos;
    private Denial denial = Denial.NONE;

    /** @param governed false lets every call in and only keeps count, until {@link #govern} */
    Lease(Scope scope, Instant from, boolean governed) {
        this.scope = scope;
        this.from = from;
        this.governed = governed;
    }

    /** A call that waits for a renewal. */
    record Waiter(Quantity worst, CompletableFuture<Taken> taken) {}

    /** What came of an attempt to draw. */
    enum Taken {
        /** Set aside. */
        YES,
        /** Set aside, and a renewal is due. */
        YES_RENEW,
        /** It does not fit under the cap. */
        NO,
        /** It cannot be found out. */
        UNKNOWN,
        /** A renewal has to tell. */
        LATER
    }

    private enum Denial {
        NONE,
        CAP,
        UNKNOWN
    }

    Scope scope() {
        return scope;
    }

    /** When its prices begin to hold, and so which span of which month it is of. */
    Instant from() {
        return from;
    }

    /** Sets a call's worst case aside, if that needs no renewal. */
    synchronized Taken take(Quantity worst, long nowNanos) {
        lastDrawn = worst;
        if (!governed) {
            draw(worst);
            return Taken.YES;
        }
        if (waiting.isEmpty() && slack.covers(worst)) {
            slack = slack.minus(worst);
            draw(worst);
            if (slack.covers(lowWater) || renewing || asked) {
                return Taken.YES;
            }
            asked = true;
            return Taken.YES_RENEW;
        }
        if (denial != Denial.NONE && nowNanos - deniedUntilNanos < 0) {
            return denial == Denial.CAP ? Taken.NO : Taken.UNKNOWN;
        }
        return Taken.LATER;
    }

    /** Sets a call's worst case aside when a renewal allows it. */
    synchronized CompletableFuture<Taken> await(Quantity worst) {
        if (waiting.isEmpty() && slack.covers(worst)) {
            slack = slack.minus(worst);
            draw(worst);
            return CompletableFuture.completedFuture(Taken.YES);
        }
        var waiter = new Waiter(worst, new CompletableFuture<>());
        waiting.add(waiter);
        return waiter.taken();
    }

    private void draw(Quantity worst) {
        running = running.plus(worst);
        mostRunning = mostRunning.max(running);
        dirty = true;
    }

    /** A call is over: its worst case was set aside here, {@code used} is in the spool. */
    void settle(Quantity worst, Quantity used) {
        List<Waiter> served;
        synchronized (this) {
            running = running.minus(worst);
            unshipped = unshipped.plus(used);
            settledLately = settledLately.plus(used);
            dirty = true;
            if (governed) {
                slack = slack.plus(worst.minus(used));
            }
            served = serve();
        }
        complete(served, Taken.YES);
    }

    /** The usage tables have {@code used} of a call that was or will be settled here. */
    synchronized void shipped(Quantity used) {
        unshipped = unshipped.minus(used);
        dirty = true;
    }

    private List<Waiter> serve() {
        List<Waiter> served = new ArrayList<>();
        while (!waiting.isEmpty() && slack.covers(waiting.peek().worst())) {
            Waiter next = waiting.remove();
            slack = slack.minus(next.worst());
            draw(next.worst());
            served.add(next);
        }
        return served;
    }

    /** From now on calls need slack. */
    synchronized void govern() {
        governed = true;
        dirty = true;
    }

    synchronized boolean isGoverned() {
        return governed;
    }

    /** Whether there is something to tell the database or to ask it. */
    synchronized boolean isDue() {
        return dirty || !waiting.isEmpty() || !slack.isZero();
    }

    private Quantity held() {
        return unshipped.plus(running).plus(slack);
    }

    /**
     * Begins a renewal, unless one is in progress: gives up slack that is not needed and says what is.
     *
     * @param periodic the time has come: slack that was not drawn on lately is given up
     * @return what to ask for; null if a renewal is in progress
     */
    synchronized @Nullable Ask begin(boolean periodic) {
        if (renewing) {
            return null;
        }
        renewing = true;
        dirty = false;
        asked = false;
        Quantity target = target();
        if (periodic) {
            mostRunning = running.max(mostRunning.half());
            settledLately = settledLately.half();
        }
        if (stale) {
            slack = Quantity.NONE;
            stale = false;
        } else if (periodic) {
            // Others may need it.
            slack = slack.min(target.times(2));
        }
        lowWater = target.half().half();
        Quantity want = governed ? target.minus(slack.min(target)) : Quantity.NONE;
        return new Ask(
                scope, from, held(), want, waiting.stream().map(Waiter::worst).toList());
    }

    /** What calls will draw until the next renewal, as far as the last moments tell. */
    private Quantity target() {
        Quantity more = mostRunning.minus(running.min(mostRunning));
        boolean idle = settledLately.isZero() && running.isZero() && waiting.isEmpty();
        return idle ? Quantity.NONE : more.plus(settledLately).plus(lastDrawn);
    }

    /** Ends a renewal that was granted {@code extra}; calls that do not fit into that have reached the cap. */
    void granted(Quantity extra, boolean denied, long denyUntilNanos) {
        List<Waiter> served;
        List<Waiter> refused;
        synchronized (this) {
            renewing = false;
            slack = slack.plus(extra);
            served = serve();
            if (!slack.covers(lowWater)) {
                // There is no more at the moment: not every call shall ask again.
                lowWater = Quantity.NONE;
            }
            denial = denied ? Denial.CAP : Denial.NONE;
            deniedUntilNanos = denyUntilNanos;
            refused = denied ? drain() : List.of();
        }
        complete(served, Taken.YES);
        complete(refused, Taken.NO);
    }

    /** Ends a renewal of which nothing is known: the database may or may not have heard of it. */
    void failed(long denyUntilNanos) {
        List<Waiter> refused;
        synchronized (this) {
            renewing = false;
            dirty = true;
            denial = Denial.UNKNOWN;
            deniedUntilNanos = denyUntilNanos;
            refused = drain();
        }
        complete(refused, Taken.UNKNOWN);
    }

    /** The cap has changed: the next renewal gives up all slack and asks anew. */
    synchronized void doubt() {
        stale = true;
        denial = Denial.NONE;
    }

    /** Whether a renewal that has just ended leaves something for another one at once. */
    synchronized boolean wantsAnother() {
        return stale || !waiting.isEmpty();
    }

    private List<Waiter> drain() {
        List<Waiter> drained = List.copyOf(waiting);
        waiting.clear();
        return drained;
    }

    private void complete(List<Waiter> waiters, Taken taken) {
        for (Waiter waiter : waiters) {
            boolean heard = waiter.taken().complete(taken);
            if (!heard && taken == Taken.YES) {
                // It has waited too long and went away.
                settle(waiter.worst(), Quantity.NONE);
            }
        }
    }
}
