package io.millirun.runtimemanager.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Layers: numbered packages that functions lay over {@code /opt}. */
public final class Layers {

    private static final String COLUMNS = "layer, number, description, license, runtimes, architectures, code_digest,"
            + " code_size, unpacked_size, created_at";

    private final FunctionStore store;
    private final CodePackages packages;

    Layers(FunctionStore store, CodePackages packages) {
        this.store = store;
        this.packages = packages;
    }

    /** Publishes {@code content} as the layer's next version. */
    public LayerVersion publish(TenantId tenant, LayerVersion wanted, CodePackage content) {
        return store.inTransaction(() -> {
            packages.keep(tenant, content);
            int number = store.jdbc()
                    .sql("""
                            insert into runtime_manager.layer (tenant_id, name, last_version) values (?, ?, 1)
                            on conflict (tenant_id, name) do update set last_version = layer.last_version + 1
                            returning last_version""")
                    .params(tenant.value(), wanted.layer())
                    .query(Integer.class)
                    .single();
            store.jdbc()
                    .sql("""
                            insert into runtime_manager.layer_version (tenant_id, layer, number, description, license,
                                runtimes, architectures, code_digest, code_size, unpacked_size, created_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            tenant.value(),
                            wanted.layer(),
                            number,
                            wanted.description(),
                            wanted.license(),
                            wanted.runtimes().toArray(String[]::new),
                            wanted.architectures().toArray(String[]::new),
                            content.digest(),
                            content.size(),
                            content.unpackedSize(),
                            Timestamp.from(store.now()))
                    .update();
            return find(tenant, wanted.layer(), number).orElseThrow();
        });
    }

    /** One version; empty if there is none, or no more. */
    public Optional<LayerVersion> find(TenantId tenant, String layer, int number) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select " + COLUMNS + " from runtime_manager.layer_version"
                        + " where tenant_id = ? and layer = ? and number = ?")
                .params(tenant.value(), layer, number)
                .query((row, _) -> version(row))
                .optional());
    }

    /** The versions of a layer, the newest first. */
    public List<LayerVersion> versions(TenantId tenant, String layer) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select " + COLUMNS + " from runtime_manager.layer_version"
                        + " where tenant_id = ? and layer = ? order by number desc")
                .params(tenant.value(), layer)
                .query((row, _) -> version(row))
                .list());
    }

    /** The newest version of each layer, by name. */
    public List<LayerVersion> latest(TenantId tenant) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select distinct on (layer) " + COLUMNS + " from runtime_manager.layer_version"
                        + " where tenant_id = ? order by layer, number desc")
                .params(tenant.value())
                .query((row, _) -> version(row))
                .list());
    }

    /** Deletes a version; functions that use it keep it. Does nothing if there is none. */
    public void delete(TenantId tenant, String layer, int number) {
        store.inTransaction(() -> store.jdbc()
                .sql("delete from runtime_manager.layer_version where tenant_id = ? and layer = ? and number = ?")
                .params(tenant.value(), layer, number)
                .update());
    }

    /** What other accounts may do with a version, as deployment tools wrote it. */
    public Policy policy(TenantId tenant, String layer, int number) {
        return store.inTransaction(() -> store.jdbc()
                .sql("select policy, policy_revision from runtime_manager.layer_version"
                        + " where tenant_id = ? and layer = ? and number = ?")
                .params(tenant.value(), layer, number)
                .query((row, _) ->
                        new Policy(Policy.read(row.getString("policy")), row.getObject("policy_revision", UUID.class)))
                .optional()
                .orElseThrow(() -> new MillirunException(
                        Fault.CALLER,
                        "ResourceNotFoundException",
                        "Layer version " + layer + ":" + number + " does not exist.")));
    }

    /** Keeps {@code policy} instead of the one whose revision it carries. */
    public void keep(TenantId tenant, String layer, int number, Policy policy) {
        store.inTransaction(() -> store.jdbc()
                .sql("update runtime_manager.layer_version set policy = ?::jsonb, policy_revision = ?"
                        + " where tenant_id = ? and layer = ? and number = ?")
                .params(policy.json(), policy.revision(), tenant.value(), layer, number)
                .update());
    }

    private static LayerVersion version(ResultSet row) throws SQLException {
        return new LayerVersion(
                row.getString("layer"),
                row.getInt("number"),
                row.getString("description"),
                row.getString("license"),
                List.of((String[]) row.getArray("runtimes").getArray()),
                List.of((String[]) row.getArray("architectures").getArray()),
                row.getString("code_digest"),
                row.getLong("code_size"),
                row.getLong("unpacked_size"),
                row.getTimestamp("created_at").toInstant());
    }
}
