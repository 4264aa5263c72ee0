package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.instances.CallEnd.Reason;
import io.millirun.runtimemanager.instances.CallEnd.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The stems of every runtime: which are ready, which are being started, who waits for one and how many more to start. Used
 * under the fleet's lock only.
 */
final class StemPools {

    /** Stems start in the smallest class; another size is set, and the language started afresh, on assignment. */
    private static final MemorySize STEM_CLASS = new MemorySize(MemorySize.LEAST);

    private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(2);

    private final FleetSettings settings;
    private final StemSource source;
    private final LongSupplier nanos;
    private final FairQueue<FunctionPool> asking = new FairQueue<>();
    private final Map<String, SequencedSet<Instance>> ready = new HashMap<>();
    private final Set<Instance> starting = new LinkedHashSet<>();
    private final Map<String, Failure> failures = new HashMap<>();

    /** The last failure to start a stem of a runtime. */
    private record Failure(long atNanos, String reason) {}

    /** A stem and the pool that gets it. */
    record Match(Instance stem, FunctionPool pool) {}

    StemPools(FleetSettings settings, StemSource source, LongSupplier nanos) {
        this.settings = settings;
        this.source = source;
        this.nanos = nanos;
    }

    void ask(FunctionPool pool) {
        asking.add(pool.version().tenant(), pool);
    }

    void starting(Instance instance) {
        starting.add(instance);
    }

    void arrived(Instance instance) {
        starting.remove(instance);
    }

    void ready(Instance stem) {
        ready.computeIfAbsent(stem.spec().runtime(), _ -> new LinkedHashSet<>()).add(stem);
    }

    void taken(Instance stem) {
        readyOf(stem.spec().runtime()).remove(stem);
    }

    void failed(String runtime, String reason) {
        failures.put(runtime, new Failure(nanos.getAsLong(), reason));
    }

    /** Takes the next pool that can have a stem, in fair turns, and a stem for it. */
    Optional<Match> match() {
        return asking.poll(pool -> !readyOf(pool.version().runtime()).isEmpty())
                .map(pool -> new Match(readyOf(pool.version().runtime()).removeFirst(), pool));
    }

    /** Stems to start now: what is asked for first, then the reserve, as far as the bounds allow. */
    List<InstanceSpec> toStart(boolean memoryFree) {
        List<InstanceSpec> specs = new ArrayList<>();
        if (!memoryFree) {
            return specs;
        }
        int room = settings.parallelStarts() - starting.size();
        for (String runtime : source.available()) {
            int asked = asking.count(pool -> pool.version().runtime().equals(runtime));
            int missing = asked + settings.stems() - readyOf(runtime).size() - startingOf(runtime);
            for (; missing > 0 && room > 0 && !recentlyFailed(runtime); missing--, room--) {
                source.recipe(runtime).ifPresent(recipe -> specs.add(spec(runtime, recipe)));
            }
        }
        return specs;
    }

    /** What a call is told that has waited for a stem of {@code runtime} in vain. */
    Refused refusal(String runtime) {
        return source.unavailability(runtime)
                .or(() -> Optional.ofNullable(failures.get(runtime)).map(Failure::reason))
                .map(why -> new Refused(Reason.UNAVAILABLE, "Runtime " + runtime + " is not available: " + why))
                .orElseGet(() -> new Refused(Reason.THROTTLED, "Rate Exceeded: no instance became free in time."));
    }

    private static InstanceSpec spec(String runtime, StemSource.Recipe recipe) {
        return new InstanceSpec(
                InstanceId.next(), runtime, recipe.image(), STEM_CLASS, recipe.command(), recipe.environment());
    }

    private int startingOf(String runtime) {
        return (int) starting.stream()
                .filter(instance -> instance.spec().runtime().equals(runtime))
                .count();
    }

    private boolean recentlyFailed(String runtime) {
        Failure last = failures.get(runtime);
        return last != null && nanos.getAsLong() - last.atNanos() < RETRY_AFTER_FAILURE.toNanos();
    }

    private SequencedSet<Instance> readyOf(String runtime) {
        return ready.computeIfAbsent(runtime, _ -> new LinkedHashSet<>());
    }
}
