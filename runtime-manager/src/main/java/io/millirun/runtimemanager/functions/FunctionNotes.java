package io.millirun.runtimemanager.functions;

import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is kept about a function beside its versions: tags, resource policies, and two settings of AWS Lambda's. */
public final class FunctionNotes {

    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private final FunctionStore store;

    FunctionNotes(FunctionStore store) {
        this.store = store;
    }

    /**
     * The function's tags.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public Map<String, String> tags(TenantId tenant, FunctionName name) {
        return texts(tenant, name, "tags");
    }

    /** Keeps {@code tags} instead of the function's. */
    public void tag(TenantId tenant, FunctionName name, Map<String, String> tags) {
        keep(tenant, name, "tags", tags);
    }

    /** By qualifier: how AWS would update the runtime. */
    public Map<String, String> runtimeManagement(TenantId tenant, FunctionName name) {
        return texts(tenant, name, "runtime_management");
    }

    public void manageRuntime(TenantId tenant, FunctionName name, Map<String, String> byQualifier) {
        keep(tenant, name, "runtime_management", byQualifier);
    }

    /** {@code Allow} or {@code Terminate}: what becomes of a chain of calls that comes back to the function. */
    public String recursiveLoop(TenantId tenant, FunctionName name) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select recursive_loop from runtime_manager.function where tenant_id = ? and id = ?")
                .params(tenant.value(), store.existing(tenant, name).id())
                .query(String.class)
                .single());
    }

    public void recursiveLoop(TenantId tenant, FunctionName name, String choice) {
        store.inTransaction(() -> {
            UUID function = store.existing(tenant, name).id();
            store.jdbc()
                    .sql("update runtime_manager.function set recursive_loop = ? where tenant_id = ? and id = ?")
                    .params(choice, tenant.value(), function)
                    .update();
            store.tell(tenant, function);
            return name;
        });
    }

    /**
     * The resource policy of a version or alias; empty if there is none.
     *
     * @param qualifier empty for the function itself
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public Optional<Policy> policy(TenantId tenant, FunctionName name, String qualifier) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select statements, revision from runtime_manager.function_policy"
                        + " where tenant_id = ? and function_id = ? and qualifier = ?")
                .params(tenant.value(), store.existing(tenant, name).id(), qualifier)
                .query((row, _) ->
                        new Policy(Policy.read(row.getString("statements")), row.getObject("revision", UUID.class)))
                .optional());
    }

    /** Keeps {@code policy}; an empty one is removed. */
    public void keep(TenantId tenant, FunctionName name, String qualifier, Policy policy) {
        store.inTransaction(() -> {
            UUID function = store.locked(tenant, name).id();
            if (policy.statements().isEmpty()) {
                store.jdbc()
                        .sql("delete from runtime_manager.function_policy"
                                + " where tenant_id = ? and function_id = ? and qualifier = ?")
                        .params(tenant.value(), function, qualifier)
                        .update();
            } else {
                store.jdbc()
                        .sql("""
                                insert into runtime_manager.function_policy
                                    (tenant_id, function_id, qualifier, revision, statements)
                                values (?, ?, ?, ?, ?::jsonb) on conflict (tenant_id, function_id, qualifier)
                                do update set revision = excluded.revision, statements = excluded.statements""")
                        .params(tenant.value(), function, qualifier, policy.revision(), policy.json())
                        .update();
            }
            return name;
        });
    }

    private Map<String, String> texts(TenantId tenant, FunctionName name, String column) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select " + column + " from runtime_manager.function where tenant_id = ? and id = ?")
                .params(tenant.value(), store.existing(tenant, name).id())
                .query((row, _) -> JsonMapper.shared().readValue(row.getString(1), TEXTS))
                .single());
    }

    private void keep(TenantId tenant, FunctionName name, String column, Map<String, String> texts) {
        store.inTransaction(() -> {
            UUID function = store.locked(tenant, name).id();
            store.jdbc()
                    .sql("update runtime_manager.function set " + column + " = ?::jsonb where tenant_id = ? and id = ?")
                    .params(JsonMapper.shared().writeValueAsString(texts), tenant.value(), function)
                    .update();
            store.tell(tenant, function);
            return name;
        });
    }
}
