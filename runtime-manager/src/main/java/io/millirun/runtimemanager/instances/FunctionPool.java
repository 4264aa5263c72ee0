package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The instances of one function version, the calls that wait for one, and how many are on their way. Not thread-safe. */
final class FunctionPool {

    private final FunctionVersion version;
    private final Set<Instance> members = new LinkedHashSet<>();
    private final ArrayDeque<Instance> available = new ArrayDeque<>();
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private int wanted;
    private boolean superseded;

    FunctionPool(FunctionVersion version) {
        this.version = version;
    }

    FunctionVersion version() {
        return version;
    }

    /** Every instance that belongs to the version, whatever it does. */
    Set<Instance> members() {
        return members;
    }

    /** The instance used last among those that wait, so that the others can freeze and go; null if none waits. */
    @Nullable
    Instance lastUsed() {
        return available.peekLast();
    }

    /** The instance unused for longest among those that wait; empty if none waits. */
    Optional<Instance> leastUsed() {
        return Optional.ofNullable(available.peekFirst());
    }

    void available(Instance instance) {
        available.addLast(instance);
    }

    void unavailable(Instance instance) {
        available.removeLastOccurrence(instance);
    }

    ArrayDeque<Call> waiting() {
        return waiting;
    }

    /** Instances asked for and not here yet: stems promised, and inits under way. */
    int onTheWay() {
        return wanted
                + (int) members.stream()
                        .filter(member -> member.state() instanceof InstanceState.Specialising)
                        .count();
    }

    void wants(int change) {
        wanted += change;
    }

    void supersede() {
        superseded = true;
    }

    boolean superseded() {
        return superseded;
    }

    /** Whether nothing is left to keep it for. */
    boolean empty() {
        return members.isEmpty() && waiting.isEmpty() && wanted == 0;
    }
}
