package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The instances of one function version, the calls that wait for one, and how many are on their way. Not thread-safe. */
final class FunctionPool {

    private final FunctionVersion version;
    private final Set<Instance> members = new LinkedHashSet<>();
    private final ArrayDeque<Instance> available = new ArrayDeque<>();
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private Standing standing = Standing.CURRENT;
    private int asked;
    private int preparing;

    /** Whether the version is still the one that is called. */
    enum Standing {
        CURRENT,
        SUPERSEDED
    }

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

    /** The instances that wait for a call, the one unused for longest first. */
    ArrayDeque<Instance> available() {
        return available;
    }

    /** The instance used last among those that wait, so that the others can freeze and go; null if none waits. */
    @Nullable
    Instance lastUsed() {
        return available.peekLast();
    }

    Placement.Waiting instances() {
        Instance last = lastUsed();
        if (last == null) {
            return Placement.Waiting.NONE;
        }
        return last.state() instanceof InstanceState.Frozen ? Placement.Waiting.FROZEN : Placement.Waiting.IDLE;
    }

    /** Memory that counts more when the instance used last runs again. */
    int thawMb() {
        Instance last = lastUsed();
        return last != null && last.state() instanceof InstanceState.Frozen
                ? version.memory().megabytes() - last.frozenMb(version.memory())
                : 0;
    }

    ArrayDeque<Call> waiting() {
        return waiting;
    }

    /** Instances of it that run something. */
    int working() {
        return members.size() - available.size();
    }

    /** Instances asked for and not here yet: those it waits for, and inits under way. */
    int onTheWay() {
        return asked + preparing;
    }

    void asks(int change) {
        asked += change;
    }

    void prepares(int change) {
        preparing += change;
    }

    void supersede() {
        standing = Standing.SUPERSEDED;
    }

    Standing standing() {
        return standing;
    }

    /** Whether nothing is left to keep it for. */
    boolean empty() {
        return members.isEmpty() && waiting.isEmpty() && asked == 0;
    }
}
