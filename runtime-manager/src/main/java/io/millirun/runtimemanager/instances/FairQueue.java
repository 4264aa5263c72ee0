package io.millirun.runtimemanager.instances;

import io.millirun.kernel.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A queue that serves tenants in turn, and each tenant's entries in turn. What is added more than once is there as often,
 * and is looked at once. Not thread-safe.
 */
final class FairQueue<T> {

    private final LinkedHashMap<TenantId, LinkedHashMap<T, Integer>> byTenant = new LinkedHashMap<>();
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(TenantId tenant, T entry) {
        byTenant.computeIfAbsent(tenant, _ -> new LinkedHashMap<>()).merge(entry, 1, Integer::sum);
        size++;
    }

    /** Takes the first entry that {@code wanted} accepts, of the tenant whose turn it is among those that have one. */
    Optional<T> poll(Predicate<T> wanted) {
        for (var tenants = byTenant.entrySet().iterator(); tenants.hasNext(); ) {
            var tenant = tenants.next();
            var entries = tenant.getValue();
            var match = entries.keySet().stream().filter(wanted).findFirst();
            if (match.isPresent()) {
                Integer times = entries.remove(match.get());
                int left = times == null ? 0 : times - 1;
                if (left > 0) {
                    entries.put(match.get(), left);
                }
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

    /** Removes every entry that {@code unwanted} accepts, as often as it is there; {@code removed} is told each time. */
    void removeIf(Predicate<T> unwanted, Consumer<T> removed) {
        byTenant.values().removeIf(entries -> {
            entries.entrySet().removeIf(entry -> {
                if (!unwanted.test(entry.getKey())) {
                    return false;
                }
                for (int n = 0; n < entry.getValue(); n++) {
                    removed.accept(entry.getKey());
                }
                size -= entry.getValue();
                return true;
            });
            return entries.isEmpty();
        });
    }

    /** The first {@code most} entries, each as often as it is there, in the order in which they would be served. */
    List<T> inTurn(int most) {
        int wanted = Math.min(most, size);
        List<T> turns = new ArrayList<>(wanted);
        Map<TenantId, LinkedHashMap<T, Integer>> left = new LinkedHashMap<>();
        byTenant.forEach((tenant, entries) -> left.put(tenant, new LinkedHashMap<>(entries)));
        while (turns.size() < wanted) {
            left.values().forEach(entries -> {
                var first = turns.size() < wanted ? entries.pollFirstEntry() : null;
                if (first != null) {
                    turns.add(first.getKey());
                    if (first.getValue() > 1) {
                        entries.put(first.getKey(), first.getValue() - 1);
                    }
                }
            });
        }
        return turns;
    }

    /** Whether anybody but {@code tenant} has an entry. */
    boolean hasOthersThan(TenantId tenant) {
        return byTenant.size() > (byTenant.containsKey(tenant) ? 1 : 0);
    }
}
