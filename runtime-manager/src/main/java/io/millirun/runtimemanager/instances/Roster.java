package io.millirun.runtimemanager.instances;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every instance of this replica, and what can be asked of them without the fleet's lock. */
final class Roster {

    private final Map<String, Instance> byToken = new ConcurrentHashMap<>();

    void add(Instance instance) {
        byToken.put(instance.id().token(), instance);
    }

    void remove(Instance instance) {
        byToken.remove(instance.id().token());
    }

    Collection<Instance> all() {
        return byToken.values();
    }

    Optional<Instance> withToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    Optional<Instance> inContainer(String containerId) {
        return all().stream().filter(instance -> instance.runsIn(containerId)).findFirst();
    }

    /** Short names of all instances, which their containers are labelled with. */
    Set<String> shortNames() {
        return all().stream().map(instance -> instance.id().shortName()).collect(Collectors.toUnmodifiableSet());
    }

    /** Number of instances by the simple name of their state. */
    Map<String, Long> census() {
        Map<String, Long> counts = new HashMap<>();
        for (Instance instance : all()) {
            counts.merge(instance.state().getClass().getSimpleName(), 1L, Long::sum);
        }
        return counts;
    }

    /** Instances of {@code runtime} whose state has this simple name. */
    long count(String state, String runtime) {
        return all().stream()
                .filter(instance -> instance.spec().runtime().equals(runtime)
                        && instance.state().getClass().getSimpleName().equals(state))
                .count();
    }

    long frozen(UUID revision) {
        return of(revision)
                .filter(instance -> instance.state() instanceof InstanceState.Frozen)
                .count();
    }

    long cpuMicros(UUID revision) {
        return of(revision)
                .flatMap(instance -> instance.sandbox().stream())
                .mapToLong(Sandbox::cpuMicros)
                .sum();
    }

    private Stream<Instance> of(UUID revision) {
        return all().stream().filter(instance -> {
            var version = instance.version();
            return version != null && version.revision().equals(revision);
        });
    }
}
