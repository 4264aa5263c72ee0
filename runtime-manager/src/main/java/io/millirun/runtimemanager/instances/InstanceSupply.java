package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.InstanceEvent.Assigned;
import io.millirun.runtimemanager.instances.InstanceEvent.Retired;
import io.millirun.runtimemanager.instances.InstanceSpec.Purpose;
import io.millirun.runtimemanager.instances.Placement.Demand;
import io.millirun.runtimemanager.instances.Placement.Supply;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Gets instances to the functions that lack some: thaws, specialises stems, starts containers, makes room; then fills the
 * reserve of stems. Used under the fleet's lock only.
 */
final class InstanceSupply {

    /** Functions looked at in one go; the others get their turn when these have been served. */
    private static final int LOOKED_AT = 64;

    private final FleetSettings settings;
    private final Roster roster;
    private final FunctionPools pools;
    private final StemPools stems;
    private final MemoryLedger ledger;
    private final Shortage shortage;
    private final RefillPace pace;
    private final Lifecycle lifecycle;
    private final LongSupplier nanos;

    InstanceSupply(
            FleetSettings settings,
            Roster roster,
            FunctionPools pools,
            StemPools stems,
            MemoryLedger ledger,
            Shortage shortage,
            RefillPace pace,
            Lifecycle lifecycle,
            LongSupplier nanos) {
        this.settings = settings;
        this.roster = roster;
        this.pools = pools;
        this.stems = stems;
        this.ledger = ledger;
        this.shortage = shortage;
        this.pace = pace;
        this.lifecycle = lifecycle;
        this.nanos = nanos;
    }

    /** Megabytes that may be added for one more instance of {@code pool}. */
    int spareMb(FunctionPool pool) {
        var asker = Headroom.asker(ledger.firmMb(pool.version().tenant()), pool.working());
        return ledger.freeMb() - Headroom.toLeaveMb(asker, ledger.boundMb());
    }

    /** Serves whoever asks, as far as stems and memory go. */
    void arrange(Batch batch) {
        if (shortage.none()) {
            return;
        }
        for (var next = shortage.next(this::served); next.isPresent(); next = shortage.next(this::served)) {
            serve(batch, next.get());
        }
        if (!shortage.none()) {
            prepare(batch);
        }
    }

    private boolean served(FunctionPool pool) {
        return switch (Placement.supply(demand(pool))) {
            case NOT_NEEDED, THAW, SPECIALISE, SPECIALISE_OTHER -> true;
            case START, MAKE_ROOM -> false;
        };
    }

    private void serve(Batch batch, FunctionPool pool) {
        switch (Placement.supply(demand(pool))) {
            case NOT_NEEDED -> pools.dropIfEmpty(pool);
            case THAW -> lifecycle.give(batch, pool, pool.waiting().removeFirst());
            case SPECIALISE, SPECIALISE_OTHER ->
                stem(pool.version()).ifPresent(stem -> lifecycle.step(batch, stem, new Assigned(pool.version())));
            case START, MAKE_ROOM -> throw new IllegalStateException("not served yet: " + pool.version());
        }
    }

    /** Starts containers, and removes instances, for those who could not be served. */
    private void prepare(Batch batch) {
        Map<String, Integer> coming = stems.startingByRuntime();
        int shortMb = 0;
        for (FunctionPool pool : shortage.inTurn(LOOKED_AT)) {
            Demand demand = demand(pool);
            Supply supply = Placement.supply(demand);
            if (supply == Supply.MAKE_ROOM) {
                int need = demand.instances() == Placement.Waiting.NONE ? demand.specialiseMb() : demand.thawMb();
                shortMb += need - demand.spareMb();
                makeRoom(batch, shortMb);
            } else if (supply == Supply.START) {
                boolean another = coming.merge(stems.kind(pool.version()), -1, Integer::sum) < 0;
                if (another && stems.starting() < settings.parallelStarts()) {
                    stems.spec(stems.key(pool.version()), Purpose.CALL, nanos.getAsLong())
                            .ifPresent(spec -> start(batch, spec));
                }
            }
        }
    }

    /** Removes waiting instances until {@code megabytes} are being given back, or none is left. */
    private void makeRoom(Batch batch, int megabytes) {
        boolean more = true;
        while (more && ledger.leavingMb() < megabytes) {
            more = lifecycle.evict(batch);
        }
    }

    /**
     * Brings the number of stems to what is wanted, at its pace, and keeps some memory free, so that whoever comes next
     * need not wait for a removal.
     */
    void refill(Batch batch, int calls) {
        long now = nanos.getAsLong();
        stems.surplus(now).forEach(stem -> lifecycle.step(batch, stem, new Retired(Retirement.SURPLUS)));
        makeRoom(batch, Headroom.toLeaveMb(Headroom.Asker.NEW_FUNCTION, ledger.boundMb()) - ledger.freeMb());
        Optional<StemKey> lacking = stems.lacking(now);
        if (lacking.isEmpty()) {
            pace.satisfied(now);
        }
        int parallel = Math.max(1, settings.parallelStarts() / 2);
        while (lacking.isPresent()
                && shortage.none()
                && stems.starting() < parallel
                && roomFor(lacking.get())
                && pace.allows(now, lifecycle.inits(), calls)) {
            Optional<InstanceSpec> spec = stems.spec(lacking.get(), Purpose.RESERVE, now);
            if (spec.isEmpty()) {
                return;
            }
            pace.started(now);
            start(batch, spec.get());
            lacking = stems.lacking(now);
        }
    }

    /** Replaces one waiting instance whose runtime has got another image; the others follow. */
    void modernise(Batch batch) {
        pools.available().stream()
                .filter(instance -> !stems.isCurrent(instance.spec()))
                .findFirst()
                .ifPresent(instance -> lifecycle.step(batch, instance, new Retired(Retirement.OUTDATED)));
    }

    private boolean roomFor(StemKey key) {
        int left = ledger.freeMb() - stems.weightMb(key.runtime());
        return left >= (stems.isBase(key) ? 0 : Headroom.toLeaveMb(Headroom.Asker.MORE, ledger.boundMb()));
    }

    private void start(Batch batch, InstanceSpec spec) {
        var instance = new Instance(spec, settings.logLimit(), stems.weightMb(spec.runtime()), nanos.getAsLong());
        roster.add(instance);
        ledger.update(instance);
        stems.starting(instance);
        batch.start(instance);
    }

    private Demand demand(FunctionPool pool) {
        FunctionVersion version = pool.version();
        Optional<Instance> stem = stem(version);
        boolean exact = stem.map(found -> found.spec().memory().equals(version.memory()))
                .orElse(false);
        return new Demand(
                pool.waiting().size(),
                pool.instances(),
                pool.thawMb(),
                exact,
                stem.isPresent() && !exact,
                version.memory().megabytes() - stem.map(Instance::stemMb).orElse(0),
                spareMb(pool));
    }

    private Optional<Instance> stem(FunctionVersion version) {
        return stems.exact(stems.key(version)).or(() -> stems.any(stems.kind(version)));
    }
}
