package io.millirun.runtimemanager.instances;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Chooses which waiting instance makes room: the one unused for longest. Pure. */
final class Eviction {

    private Eviction() {}

    static Optional<Instance> choose(Collection<FunctionPool> pools) {
        return pools.stream()
                .flatMap(pool -> pool.leastUsed().stream())
                .min(Comparator.comparingLong(Eviction::sinceNanos));
    }

    private static long sinceNanos(Instance instance) {
        return switch (instance.state()) {
            case InstanceState.Frozen(var _, long since) -> since;
            case InstanceState.Idle(var _, long since) -> since;
            case InstanceState.Starting _,
                    InstanceState.Stem _,
                    InstanceState.Specialising _,
                    InstanceState.Busy _,
                    InstanceState.Returning _,
                    InstanceState.Draining _,
                    InstanceState.Removing _,
                    InstanceState.Lost _ -> Long.MAX_VALUE;
        };
    }
}
