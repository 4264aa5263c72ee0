package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The pools of all function versions that have instances, or calls that wait for one. Used under the fleet's lock only. */
final class FunctionPools {

    private final Map<UUID, FunctionPool> byRevision = new HashMap<>();

    /** The pool of {@code version}, made if there is none. */
    FunctionPool of(FunctionVersion version) {
        return byRevision.computeIfAbsent(version.revision(), _ -> new FunctionPool(version));
    }

    Optional<FunctionPool> find(@Nullable FunctionVersion version) {
        return version == null ? Optional.empty() : find(version.revision());
    }

    Optional<FunctionPool> find(UUID revision) {
        return Optional.ofNullable(byRevision.get(revision));
    }

    Collection<FunctionPool> all() {
        return byRevision.values();
    }

    Set<UUID> revisions() {
        return Set.copyOf(byRevision.keySet());
    }

    /** Every instance that waits for a call. */
    List<Instance> available() {
        return byRevision.values().stream()
                .flatMap(pool -> pool.available().stream())
                .toList();
    }

    /** Forgets {@code pool} if nothing is left to keep it for. */
    void dropIfEmpty(FunctionPool pool) {
        if (pool.empty()) {
            byRevision.remove(pool.version().revision());
        }
    }
}
