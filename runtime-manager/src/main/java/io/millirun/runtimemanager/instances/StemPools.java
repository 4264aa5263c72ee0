package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd.Reason;
import io.millirun.runtimemanager.instances.CallEnd.Refused;
import io.millirun.runtimemanager.instances.InstanceSpec.Purpose;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The stems of every runtime and memory class: which are ready, which are being started, how many are wanted. Used under
 * the fleet's lock only.
 */
final class StemPools {

    private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(2);

    /** Making a container takes less than a second, and a few on a machine that is overloaded. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** What a stem counts until one of its runtime has been measured. */
    private static final int FIRST_GUESS_MB = 64;

    private final StemSettings settings;
    private final StemSource source;
    private final Map<StemKey, SequencedSet<Instance>> ready = new HashMap<>();
    private final Set<Instance> starting = new LinkedHashSet<>();
    private final Map<StemKey, StemDemand> demands = new HashMap<>();
    private final Map<String, Failure> failures = new HashMap<>();
    private final Map<String, Integer> weights = new HashMap<>();

    /** The last failure to start a stem of a runtime, if none has started since. */
    private record Failure(long atNanos, String reason) {}

    StemPools(StemSettings settings, StemSource source) {
        this.settings = settings;
        this.source = source;
    }

    void starting(Instance instance) {
        starting.add(instance);
    }

    void arrived(Instance instance) {
        starting.remove(instance);
    }

    void ready(Instance stem) {
        failures.remove(stem.spec().runtime());
        weights.put(stem.spec().runtime(), stem.stemMb());
        of(StemKey.of(stem.spec())).add(stem);
    }

    void taken(Instance stem) {
        of(StemKey.of(stem.spec())).remove(stem);
    }

    void failed(String runtime, String reason, long nowNanos) {
        failures.put(runtime, new Failure(nowNanos, reason));
    }

    /** A function of {@code key} has a cold start. */
    void wanted(StemKey key, long nowNanos) {
        demands.merge(key, StemDemand.none(nowNanos).risen(nowNanos), (known, _) -> known.risen(nowNanos));
    }

    /** What a stem must be to become {@code version} without starting its language afresh. */
    StemKey key(FunctionVersion version) {
        return new StemKey(kind(version), version.memory());
    }

    /** Which stems {@code version} can be made from. */
    String kind(FunctionVersion version) {
        return source.kind(version);
    }

    /** A stem of that very class. */
    Optional<Instance> exact(StemKey key) {
        var stems = of(key);
        return stems.isEmpty() ? Optional.empty() : Optional.of(stems.getFirst());
    }

    /** A stem of any class of {@code runtime}. */
    Optional<Instance> any(String runtime) {
        return ready.entrySet().stream()
                .filter(entry -> entry.getKey().runtime().equals(runtime))
                .flatMap(entry -> entry.getValue().stream())
                .findFirst();
    }

    int starting() {
        return starting.size();
    }

    /** Containers that are being started, by runtime. */
    Map<String, Integer> startingByRuntime() {
        Map<String, Integer> counts = new HashMap<>();
        starting.forEach(instance -> counts.merge(instance.spec().runtime(), 1, Integer::sum));
        return counts;
    }

    int weightMb(String runtime) {
        return weights.getOrDefault(runtime, FIRST_GUESS_MB);
    }

    /** What to start a container of {@code key} with; empty while its runtime is not available or has just failed. */
    Optional<InstanceSpec> spec(StemKey key, Purpose purpose, long nowNanos) {
        Failure last = failures.get(key.runtime());
        if (last != null && nowNanos - last.atNanos() < RETRY_AFTER_FAILURE.toNanos()) {
            return Optional.empty();
        }
        return source.recipe(key.runtime())
                .map(recipe -> new InstanceSpec(
                        InstanceId.next(),
                        key.runtime(),
                        recipe.image(),
                        key.memory(),
                        recipe.command(),
                        recipe.environment(),
                        purpose,
                        recipe.brought()));
    }

    /** The kind of stem that lacks most, counting what is being started for the reserve; empty if the reserve is full. */
    Optional<StemKey> lacking(long nowNanos) {
        return wantedKinds()
                .filter(key -> missing(key, nowNanos) > 0)
                .max(Comparator.comparingInt(key -> missing(key, nowNanos)));
    }

    /** Whether {@code key} is kept without any demand. */
    boolean isBase(StemKey key) {
        return key.memory().equals(settings.base());
    }

    /** Stems that are more than wanted, or of an image that has been replaced, whose successor is ready. */
    List<Instance> surplus(long nowNanos) {
        return ready.entrySet().stream()
                .flatMap(entry -> surplus(entry.getKey(), entry.getValue(), nowNanos))
                .toList();
    }

    private Stream<Instance> surplus(StemKey key, Collection<Instance> stems, long nowNanos) {
        Set<Instance> current = new HashSet<>(stems);
        current.removeIf(stem -> !isCurrent(stem.spec()));
        int target = target(key, nowNanos);
        if (current.size() < stems.size() && current.size() >= Math.min(1, target)) {
            return stems.stream().filter(stem -> !current.contains(stem));
        }
        return stems.stream().limit(Math.max(0, stems.size() - target));
    }

    /** Whether the image that {@code spec} was started from is the one that its runtime has now. */
    boolean isCurrent(InstanceSpec spec) {
        return source.recipe(spec.runtime())
                .map(recipe -> recipe.image().equals(spec.image()))
                .orElse(true);
    }

    /** Whether the last attempt to start a container of {@code runtime} failed. */
    boolean failing(String runtime) {
        return failures.containsKey(runtime) || source.unavailability(runtime).isPresent();
    }

    /** What a call is told that has waited for an instance of {@code runtime} in vain. */
    Refused refusal(String runtime, long nowNanos) {
        return source.unavailability(runtime)
                .or(() -> Optional.ofNullable(failures.get(runtime)).map(Failure::reason))
                .or(() -> silence(nowNanos))
                .map(why -> new Refused(Reason.UNAVAILABLE, "Runtime " + runtime + " is not available: " + why))
                .orElseGet(() -> new Refused(Reason.THROTTLED, "Rate Exceeded: no instance became free in time."));
    }

    /** That the engine owes an answer for so long that it must be taken for hanging. */
    private Optional<String> silence(long nowNanos) {
        return starting.stream()
                .filter(instance -> !instance.container().isDone()
                        && instance.state() instanceof InstanceState.Starting(long since)
                        && nowNanos - since > SILENCE.toNanos())
                .findFirst()
                .map(_ -> "the container engine does not answer");
    }

    private Stream<StemKey> wantedKinds() {
        var kinds = new HashSet<>(demands.keySet());
        kinds.removeIf(key -> !source.available().contains(key.runtime()));
        source.available().forEach(runtime -> kinds.add(new StemKey(runtime, settings.base())));
        return kinds.stream();
    }

    private int missing(StemKey key, long nowNanos) {
        int there =
                (int) of(key).stream().filter(stem -> isCurrent(stem.spec())).count();
        int coming = (int) starting.stream()
                .filter(instance -> instance.spec().purpose() == Purpose.RESERVE
                        && StemKey.of(instance.spec()).equals(key))
                .count();
        return target(key, nowNanos) - there - coming;
    }

    private int target(StemKey key, long nowNanos) {
        int least = isBase(key) ? settings.least() : 0;
        StemDemand demand = demands.get(key);
        return demand == null ? least : demand.target(nowNanos, least, settings.most());
    }

    private SequencedSet<Instance> of(StemKey key) {
        return ready.computeIfAbsent(key, _ -> new LinkedHashSet<>());
    }

    /** The class whose stems are kept without demand. */
    MemorySize base() {
        return settings.base();
    }
}
