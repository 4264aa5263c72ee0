package io.millirun.billing.spend;

import io.millirun.billing.notice.Notices;
import io.millirun.billing.spend.SpendGate.TenantCaps;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps this process's leases: reads the caps, renews what is due every second, arms new caps, and gives everything back
 * at the end. Belongs to the processes that let calls in, each of which has a spool.
 */
public class SpendKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SpendKeeper.class);

    /** Stops after the shipper has made its last attempt. */
    private static final int PHASE = -10;

    private static final int RENEW_SECONDS = 1;
    private static final int LIMIT_SECONDS = 5;
    private static final int TICKS_PER_SIGN_OF_LIFE = 5;
    private static final int SIGNALS = 2;

    private final CapTable table;
    private final HeldTable held;
    private final MonthUsage usage;
    private final Clock clock;
    private final UUID spool;
    private final String node;
    private final UUID boot = Uuid7.next();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Renewals renewals;
    private final SpendGate gate;
    private final Map<Scope, CapLeases> known = new ConcurrentHashMap<>();
    private final AtomicInteger emptied = new AtomicInteger();
    private volatile boolean predecessorsForgotten;
    private volatile boolean running;
    private int ticks;

    SpendKeeper(
            CapTable table,
            HeldTable held,
            MonthUsage usage,
            Notices notices,
            PlatformTransactionManager transactions,
            UUID spool,
            String node,
            Clock clock,
            LongSupplier nanos) {
        this.table = table;
        this.held = held;
        this.usage = usage;
        this.clock = clock;
        this.spool = spool;
        this.node = node;
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setTimeout(LIMIT_SECONDS);
        Leases leases = new PostgresLeases(table, held, usage, notices, transaction, spool, boot);
        this.renewals = new Renewals(leases, executor, nanos);
        this.renewals.whenEmptied(this::emptied);
        this.gate = new SpendGate(renewals, nanos);
    }

    /** What lets calls in. */
    public SpendGate gate() {
        return gate;
    }

    @Override
    public void start() {
        held.booted(spool, node, boot);
        load(true);
        running = true;
    }

    /** Caps were set, changed or removed: reads them again and asks anew under those that are there. */
    public void capsChanged(Optional<TenantId> tenant) {
        if (running) {
            executor.execute(() -> {
                try {
                    load(false);
                    known.values().stream()
                            .filter(cap -> tenant.isEmpty()
                                    || tenant.get().equals(cap.scope().tenant()))
                            .filter(CapLeases::isGoverned)
                            .flatMap(cap -> cap.leases().stream())
                            .forEach(renewals::anew);
                } catch (DataAccessException away) {
                    log.warn("caps cannot be read: {}", away.getMessage());
                }
            });
        }
    }

    private synchronized void load(boolean booting) {
        List<SpendCap> caps = table.all();
        Instant now = clock.instant();
        Map<Scope, CapLeases> next = new HashMap<>();
        for (SpendCap cap : caps) {
            CapLeases before = known.get(cap.scope());
            next.put(
                    cap.scope(),
                    before != null && before.isOf(cap)
                            ? before
                            : new CapLeases(cap, now, booting && cap.armed(), time -> usage.spans(cap.scope(), time)));
        }
        known.keySet().retainAll(next.keySet());
        known.putAll(next);
        Map<TenantId, TenantCaps> byTenant = new HashMap<>();
        next.forEach((scope, leases) -> byTenant.merge(
                scope.tenant(),
                scope.function()
                        .map(function -> new TenantCaps(Optional.empty(), Map.of(function, leases)))
                        .orElseGet(() -> new TenantCaps(Optional.of(leases), Map.of())),
                SpendKeeper::both));
        gate.cap(byTenant);
    }

    private static TenantCaps both(TenantCaps one, TenantCaps other) {
        Map<FunctionId, CapLeases> functions = new HashMap<>(one.functions());
        functions.putAll(other.functions());
        return new TenantCaps(one.organization().or(other::organization), Map.copyOf(functions));
    }

    private void emptied() {
        if (!predecessorsForgotten && emptied.incrementAndGet() >= SIGNALS) {
            predecessorsForgotten = true;
            executor.execute(this::forgetPredecessors);
        }
        for (CapLeases cap : known.values()) {
            if (!cap.isGoverned() && cap.emptied()) {
                cap.govern();
                executor.execute(() -> acknowledge(cap));
            }
        }
    }

    private void forgetPredecessors() {
        try {
            held.forgetPredecessors(spool, boot);
        } catch (DataAccessException away) {
            predecessorsForgotten = false;
        }
    }

    /** What this process holds is noted before others may rely on it. */
    private void acknowledge(CapLeases cap) {
        try {
            if (cap.leases().stream().allMatch(renewals::periodic)) {
                table.acknowledge(cap.scope(), spool);
                table.arm(cap.scope());
            }
        } catch (DataAccessException away) {
            log.warn("a cap cannot be acknowledged yet: {}", away.getMessage());
        }
    }

    /** Renews what is due. */
    @Scheduled(fixedDelay = RENEW_SECONDS, timeUnit = TimeUnit.SECONDS)
    void tick() {
        if (!running) {
            return;
        }
        try {
            if (++ticks % TICKS_PER_SIGN_OF_LIFE == 0) {
                held.seen(spool);
            }
            // A notification may have been lost.
            load(false);
            for (CapLeases cap : known.values()) {
                cap.leases().stream()
                        .filter(lease -> lease.isGoverned() && lease.isDue())
                        .forEach(renewals::periodic);
                cap.refresh(clock.instant());
            }
            armWhatIsDue();
        } catch (DataAccessException away) {
            log.warn("leases under caps cannot be renewed: {}", away.getMessage());
        }
    }

    private void armWhatIsDue() {
        for (SpendCap cap : table.unarmed()) {
            CapLeases leases = known.get(cap.scope());
            if (leases != null && leases.isGoverned()) {
                acknowledge(leases);
            }
        }
    }

    /** Gives back what is held and not used; what is left in the spool stays noted until it is taken in. */
    @Override
    public void stop() {
        running = false;
        try {
            known.values().stream().flatMap(cap -> cap.leases().stream()).forEach(renewals::anew);
            held.left(spool);
        } catch (DataAccessException away) {
            log.warn("leases under caps could not be given back: {}", away.getMessage());
        }
        executor.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
