package io.millirun.runtimemanager.instances;

import io.millirun.kernel.TenantId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Predicate;

/** A queue that serves tenants in turn, each tenant's entries in the order they came. Not thread-safe. */
final class FairQueue<T> {

    private final LinkedHashMap<TenantId, ArrayDeque<T>> byTenant = new LinkedHashMap<>();
    private int size;

    int size() {
        return size;
    }

    void add(TenantId tenant, T entry) {
        byTenant.computeIfAbsent(tenant, _ -> new ArrayDeque<>()).addLast(entry);
        size++;
    }

    /** Takes the first entry that {@code wanted} accepts, of the tenant whose turn it is among those that have one. */
    Optional<T> poll(Predicate<T> wanted) {
        for (var tenants = byTenant.entrySet().iterator(); tenants.hasNext(); ) {
            var tenant = tenants.next();
            var entries = tenant.getValue();
            var match = entries.stream().filter(wanted).findFirst();
            if (match.isPresent()) {
                entries.removeFirstOccurrence(match.get());
                size--;
                tenants.remove();
                if (!entries.isEmpty()) {
                    byTenant.put(tenant.getKey(), entries);
                }
                return match;
            }
        }
        return Optional.empty();
    }

    /** Removes every entry that {@code unwanted} accepts. */
    void removeIf(Predicate<T> unwanted) {
        byTenant.values().removeIf(entries -> {
            int before = entries.size();
            entries.removeIf(unwanted);
            size -= before - entries.size();
            return entries.isEmpty();
        });
    }

    /** How many entries {@code wanted} accepts. */
    int count(Predicate<T> wanted) {
        return (int) byTenant.values().stream()
                .flatMap(ArrayDeque::stream)
                .filter(wanted)
                .count();
    }
}
