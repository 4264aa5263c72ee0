package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.InstanceEvent.Stopped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Stops instances that have more on their disk than their function may: a volume of the engine has no limit of its own.
 * Looks at each that has run since it was looked at last. Not thread-safe.
 */
public final class DiskWatch {

    /** What code, layers and what a function writes beside them may take. */
    private static final long BESIDE_CODE = 768L << 20;

    private static final Duration PERIOD = Duration.ofMillis(250);

    /** Looking takes at most one part in so many of the time. */
    private static final int SHARE = 20;

    private final Fleet fleet;
    private final Map<Instance, Long> seen = new HashMap<>();

    public DiskWatch(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Looks once; returns when to look again. */
    public Duration look() {
        long start = System.nanoTime();
        var instances = fleet.instances();
        seen.keySet().retainAll(instances);
        for (Instance instance : instances) {
            FunctionVersion version = instance.version();
            if (version != null && hasRunSince(instance) && isTooMuch(instance, version)) {
                fleet.tell(instance, new Stopped(Retirement.DISK_FULL));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start).multipliedBy(SHARE);
        return took.compareTo(PERIOD) > 0 ? took : PERIOD;
    }

    private boolean hasRunSince(Instance instance) {
        boolean frozen = instance.state() instanceof InstanceState.Frozen;
        Long looked = seen.get(instance);
        if (frozen && looked != null && looked == instance.calls()) {
            return false;
        }
        if (frozen) {
            seen.put(instance, instance.calls());
        }
        return true;
    }

    private static boolean isTooMuch(Instance instance, FunctionVersion version) {
        return instance.sandbox()
                .map(sandbox -> {
                    long temporary = sandbox.diskBytes(Sandbox.Folder.TEMPORARY);
                    return temporary > (long) version.options().ephemeralStorageMb() << 20
                            || sandbox.diskBytes(Sandbox.Folder.CODE) > BESIDE_CODE;
                })
                .orElse(false);
    }
}
