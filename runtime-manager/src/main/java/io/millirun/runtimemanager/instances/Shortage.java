package io.millirun.runtimemanager.instances;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The functions that have more calls than instances, in fair turns between organizations. Under the fleet's lock only. */
final class Shortage {

    private final FairQueue<FunctionPool> asking = new FairQueue<>();
    private final MemoryLedger ledger;

    Shortage(MemoryLedger ledger) {
        this.ledger = ledger;
    }

    /** {@code pool} wants one more instance. */
    void ask(FunctionPool pool) {
        pool.asks(1);
        asking.add(pool.version().tenant(), pool);
    }

    /** Asks for as many instances as {@code pool} has calls that nothing is on the way for. */
    void replace(FunctionPool pool) {
        while (pool.waiting().size() > pool.onTheWay()) {
            ask(pool);
        }
    }

    boolean none() {
        return asking.isEmpty();
    }

    /** Takes the next one that {@code served} accepts. */
    Optional<FunctionPool> next(Predicate<FunctionPool> served) {
        Optional<FunctionPool> next = asking.poll(served);
        next.ifPresent(pool -> pool.asks(-1));
        return next;
    }

    /** Who asks, as often as it does, in the order in which they would be served; the first {@code most}. */
    List<FunctionPool> inTurn(int most) {
        return asking.inTurn(most);
    }

    /** Nobody asks any more. */
    void clear() {
        asking.removeIf(_ -> true, pool -> pool.asks(-1));
    }

    /**
     * Whether an instance that has just finished a call of {@code pool} must not take the next one of its own: another
     * organization waits, and this one has more than its part of the memory.
     */
    boolean othersGoFirst(FunctionPool pool) {
        var tenant = pool.version().tenant();
        return asking.hasOthersThan(tenant)
                && Headroom.yields(ledger.firmMb(tenant), ledger.tenantsAtWork() + 1, ledger.boundMb());
    }
}
