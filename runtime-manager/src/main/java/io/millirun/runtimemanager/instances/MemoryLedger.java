package io.millirun.runtimemanager.instances;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Memory that counts against the replica's bound: what an instance may use while it runs, what it holds while it is frozen
 * or a stem, and what it counted last until its container is gone. Used under the fleet's lock only.
 */
final class MemoryLedger {

    private final int boundMb;
    private final Map<Instance, Claim> claims = new HashMap<>();
    private final Map<TenantId, Integer> firm = new HashMap<>();
    private int countedMb;
    private int leavingMb;

    MemoryLedger(int boundMb) {
        this.boundMb = boundMb;
    }

    /** Whether what an instance counts can be had by removing it. */
    private enum Hold {
        FIRM,
        LOOSE,
        LEAVING
    }

    /** What one instance counts, and for whom if it is one tenant's. */
    private record Claim(int megabytes, Hold hold, @Nullable TenantId tenant) {}

    /** Counts {@code instance} as its state is now. */
    void update(Instance instance) {
        Claim before = claims.get(instance);
        Claim now = claim(instance, before);
        if (!now.equals(before)) {
            forget(before);
            claims.put(instance, now);
            count(now, 1);
        }
    }

    /** The container of {@code instance} is gone. */
    void gone(Instance instance) {
        forget(claims.remove(instance));
    }

    int boundMb() {
        return boundMb;
    }

    /** Megabytes that nobody counts. */
    int freeMb() {
        return boundMb - countedMb;
    }

    /** Megabytes that will be free when what is being removed is gone. */
    int leavingMb() {
        return leavingMb;
    }

    /** Megabytes of the instances of {@code tenant} that run something and cannot be taken away. */
    int firmMb(TenantId tenant) {
        return firm.getOrDefault(tenant, 0);
    }

    /** Tenants that have instances which run something. */
    int tenantsAtWork() {
        return firm.size();
    }

    private void forget(@Nullable Claim claim) {
        if (claim != null) {
            count(claim, -1);
        }
    }

    private void count(Claim claim, int sign) {
        countedMb += sign * claim.megabytes();
        if (claim.hold() == Hold.LEAVING) {
            leavingMb += sign * claim.megabytes();
        }
        if (claim.hold() == Hold.FIRM && claim.tenant() != null) {
            int sum = firm.merge(claim.tenant(), sign * claim.megabytes(), Integer::sum);
            if (sum == 0) {
                firm.remove(claim.tenant());
            }
        }
    }

    private static Claim claim(Instance instance, @Nullable Claim before) {
        return switch (instance.state()) {
            case InstanceState.Starting _, InstanceState.Stem _ -> new Claim(instance.stemMb(), Hold.LOOSE, null);
            case InstanceState.Specialising(var version, var _) -> whole(version, Hold.FIRM);
            case InstanceState.Idle(var version, var _) -> whole(version, Hold.LOOSE);
            case InstanceState.Busy(var version, var _, var _) -> whole(version, Hold.FIRM);
            case InstanceState.Returning(var version, var _) -> whole(version, Hold.FIRM);
            case InstanceState.Draining(var version, var _, var _) -> whole(version, Hold.FIRM);
            case InstanceState.Frozen(var version, var _) ->
                new Claim(instance.frozenMb(version.memory()), Hold.LOOSE, version.tenant());
            case InstanceState.Removing _, InstanceState.Lost _ ->
                new Claim(before == null ? 0 : before.megabytes(), Hold.LEAVING, null);
        };
    }

    private static Claim whole(FunctionVersion version, Hold hold) {
        return new Claim(version.memory().megabytes(), hold, version.tenant());
    }
}
