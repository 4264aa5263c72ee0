package io.millirun.runtimemanager.functions;

import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many calls of a function may run at the same time, out of what its organization may have. */
public final class Reservations {

    private final FunctionStore store;
    private final JdbcClient worker;

    Reservations(FunctionStore store, JdbcClient worker) {
        this.store = store;
        this.worker = worker;
    }

    /** What all organizations have reserved, without those that have nothing. */
    public Map<TenantId, Integer> sums() {
        return worker
                .sql("""
                        select tenant_id, sum(reserved_concurrency)::integer from runtime_manager.function
                        where reserved_concurrency is not null group by tenant_id""")
                .query((row, _) -> Map.entry(new TenantId(row.getObject(1, UUID.class)), row.getInt(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * The function's reserved concurrency; empty if it shares in what is not reserved.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public OptionalInt find(TenantId tenant, FunctionName name) {
        return store.inTransaction(() -> {
            Integer reserved = store.existing(tenant, name).reservedConcurrency();
            return reserved == null ? OptionalInt.empty() : OptionalInt.of(reserved);
        });
    }

    /** The sum of all functions' reserved concurrency. */
    public int sum(TenantId tenant) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select coalesce(sum(reserved_concurrency), 0) from runtime_manager.function where tenant_id = ?")
                .param(tenant.value())
                .query(Integer.class)
                .single());
    }

    /**
     * Reserves concurrency, or gives it back.
     *
     * @param calls null to give it back
     * @param most what all functions of the organization may reserve together
     * @throws MillirunException {@code ResourceNotFoundException}, {@code InvalidParameterValueException} if it is too much
     */
    public void reserve(TenantId tenant, FunctionName name, @Nullable Integer calls, int most) {
        store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            function.reserve(calls);
            store.tell(tenant, function.id());
            if (calls != null && sum(tenant) > most) {
                throw FunctionStore.invalid("Specified ReservedConcurrentExecutions for function decreases account's"
                        + " UnreservedConcurrentExecution below its minimum value: all functions together can reserve "
                        + most + ".");
            }
            return name;
        });
    }
}
