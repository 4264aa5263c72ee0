package io.millirun.billing.spend;

import io.millirun.billing.spend.Lease.Taken;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.ingest.ShippingListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets calls in under caps. An organization without a cap costs one look-up; one with a cap costs taking from and giving
 * to a lease in memory; only where a lease has nothing left does a call wait for the renewal of it.
 */
public final class SpendGate implements ShippingListener {

    private static final SpendDecision UNLIMITED = new SpendDecision.Unlimited();
    private static final SpendDecision UNKNOWN = new SpendDecision.Unknown();
    private static final long LONGEST_WAIT_MS = 3_000;

    private final Renewals renewals;
    private final LongSupplier nanos;
    private volatile Map<TenantId, TenantCaps> caps = Map.of();

    SpendGate(Renewals renewals, LongSupplier nanos) {
        this.renewals = renewals;
        this.nanos = nanos;
    }

    /** The caps of one organization. */
    record TenantCaps(Optional<CapLeases> organization, Map<FunctionId, CapLeases> functions) {

        List<CapLeases> of(FunctionId function) {
            CapLeases own = functions.get(function);
            if (own == null) {
                return organization.map(List::of).orElse(List.of());
            }
            return organization.map(all -> List.of(own, all)).orElse(List.of(own));
        }
    }

    /** Replaces what is capped. */
    void cap(Map<TenantId, TenantCaps> changed) {
        caps = Map.copyOf(changed);
    }

    /**
     * Asks to let a call in. Never blocks.
     *
     * @param mostHandlerMs longest that its handler can be billed for
     * @param mostInitMs longest that its init can take
     */
    public SpendDecision admit(
            TenantId tenant,
            FunctionId function,
            Instant startedAt,
            int memoryMb,
            long mostHandlerMs,
            long mostInitMs) {
        TenantCaps capped = caps.get(tenant);
        if (capped == null) {
            return UNLIMITED;
        }
        List<CapLeases> counted = capped.of(function);
        List<Lease> leases = new ArrayList<>(2);
        long free = Long.MAX_VALUE;
        for (CapLeases cap : counted) {
            if (cap.counts(startedAt)) {
                leases.add(cap.leaseAt(startedAt));
                free = Math.min(free, cap.freeInitMs(startedAt));
            }
        }
        if (leases.isEmpty()) {
            return UNLIMITED;
        }
        long mostMs = Math.addExact(mostHandlerMs, Math.max(0, mostInitMs - free));
        return take(leases, 0, new Quantity(1, Math.multiplyExact(memoryMb, mostMs)));
    }

    private SpendDecision take(List<Lease> leases, int from, Quantity worst) {
        for (int index = from; index < leases.size(); index++) {
            Lease lease = leases.get(index);
            Taken taken = lease.take(worst, nanos.getAsLong());
            if (taken == Taken.LATER) {
                return new SpendDecision.Waiting(await(leases, index, worst));
            }
            if (taken == Taken.YES_RENEW) {
                renewals.soon(lease);
            }
            Optional<SpendDecision> refused = refused(leases, index, worst, taken);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return new SpendDecision.Held(new Hold(leases, worst));
    }

    private CompletionStage<SpendDecision> await(List<Lease> leases, int index, Quantity worst) {
        Lease lease = leases.get(index);
        CompletableFuture<Taken> taken = lease.await(worst);
        renewals.soon(lease);
        return taken.completeOnTimeout(Taken.UNKNOWN, LONGEST_WAIT_MS, TimeUnit.MILLISECONDS)
                .thenCompose(then -> refused(leases, index, worst, then)
                        .<CompletionStage<SpendDecision>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> flat(take(leases, index + 1, worst))));
    }

    private static CompletionStage<SpendDecision> flat(SpendDecision decision) {
        return decision instanceof SpendDecision.Waiting(var later)
                ? later
                : CompletableFuture.completedFuture(decision);
    }

    /** Empty if the call may go on; else gives back what was set aside before {@code index}. */
    private static Optional<SpendDecision> refused(List<Lease> leases, int index, Quantity worst, Taken taken) {
        SpendDecision why = switch (taken) {
            case YES, YES_RENEW -> null;
            case NO -> new SpendDecision.CapReached(leases.get(index).scope());
            case UNKNOWN, LATER -> UNKNOWN;
        };
        if (why != null) {
            leases.subList(0, index).forEach(lease -> lease.settle(worst, Quantity.NONE));
        }
        return Optional.ofNullable(why);
    }

    /** What is set aside under one or two caps. */
    private record Hold(List<Lease> leases, Quantity worst) implements SpendHold {

        @Override
        public void settle(UsageRecord record) {
            Quantity used = Quantity.of(record);
            for (Lease lease : leases) {
                lease.settle(worst, used);
            }
        }

        @Override
        public void release() {
            for (Lease lease : leases) {
                lease.settle(worst, Quantity.NONE);
            }
        }
    }

    @Override
    public void shipped(List<UsageRecord> records) {
        Map<TenantId, TenantCaps> now = caps;
        if (!now.isEmpty()) {
            for (UsageRecord record : records) {
                TenantCaps capped = now.get(record.tenant());
                if (capped != null) {
                    capped.of(record.function()).forEach(cap -> cap.shipped(record));
                }
            }
        }
    }

    @Override
    public void emptied() {
        renewals.emptied();
    }
}
