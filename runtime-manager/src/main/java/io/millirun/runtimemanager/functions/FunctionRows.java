package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables of functions, versions, aliases and URLs; every question names the tenant. */
final class FunctionRows {

    private final EntityManager entities;

    FunctionRows(EntityManager entities) {
        this.entities = entities;
    }

    /** All functions with what they run, by name. */
    List<Deployment> all(TenantId tenant) {
        return entities.createQuery("""
                select new %s(f, v, u) from FunctionRow f
                join VersionRow v on v.tenantId = f.tenantId and v.functionId = f.id
                left join UrlRow u on u.tenantId = f.tenantId and u.functionId = f.id and u.qualifier = ''
                where f.tenantId = :tenant and v.number = :latest order by f.name
                """.formatted(Deployment.class.getName()), Deployment.class)
                .setParameter("tenant", tenant.value())
                .setParameter("latest", VersionRow.LATEST)
                .getResultList();
    }

    Optional<FunctionRow> find(TenantId tenant, FunctionName name) {
        return find(tenant, name, LockModeType.NONE);
    }

    Optional<FunctionRow> locked(TenantId tenant, FunctionName name) {
        return find(tenant, name, LockModeType.PESSIMISTIC_WRITE);
    }

    private Optional<FunctionRow> find(TenantId tenant, FunctionName name, LockModeType lock) {
        return entities.createQuery("from FunctionRow where tenantId = :tenant and name = :name", FunctionRow.class)
                .setParameter("tenant", tenant.value())
                .setParameter("name", name.value())
                .setLockMode(lock)
                .getResultStream()
                .findFirst();
    }

    /** What a function runs; nobody else changes it until this transaction ends if {@code locked}. */
    VersionRow latest(TenantId tenant, UUID function, boolean locked) {
        VersionRow latest =
                entities.find(VersionRow.class, new VersionRow.Key(tenant.value(), function, VersionRow.LATEST));
        if (locked) {
            // This transaction may have read it before, and somebody changed it since.
            entities.flush();
            entities.refresh(latest, LockModeType.PESSIMISTIC_WRITE);
        }
        return latest;
    }

    @Nullable
    VersionRow version(TenantId tenant, UUID function, int number) {
        return entities.find(VersionRow.class, new VersionRow.Key(tenant.value(), function, number));
    }

    /** {@code $LATEST} and all published versions, by number. */
    List<VersionRow> versions(TenantId tenant, UUID function) {
        return entities.createQuery(
                        "from VersionRow where tenantId = :tenant and functionId = :function order by number",
                        VersionRow.class)
                .setParameter("tenant", tenant.value())
                .setParameter("function", function)
                .getResultList();
    }

    List<AliasRow> aliases(TenantId tenant, UUID function) {
        return entities.createQuery(
                        "from AliasRow where tenantId = :tenant and functionId = :function order by name",
                        AliasRow.class)
                .setParameter("tenant", tenant.value())
                .setParameter("function", function)
                .getResultList();
    }

    @Nullable
    AliasRow alias(TenantId tenant, UUID function, String name) {
        return entities.find(AliasRow.class, new AliasRow.Key(tenant.value(), function, name));
    }

    @Nullable
    UrlRow url(TenantId tenant, UUID function, String qualifier) {
        return entities.find(UrlRow.class, new UrlRow.Key(tenant.value(), function, qualifier));
    }

    List<UrlRow> urls(TenantId tenant, UUID function) {
        return entities.createQuery(
                        "from UrlRow where tenantId = :tenant and functionId = :function order by qualifier",
                        UrlRow.class)
                .setParameter("tenant", tenant.value())
                .setParameter("function", function)
                .getResultList();
    }

    /** Writes at once, so that a key that is taken is known here. */
    void add(Object row) {
        entities.persist(row);
        entities.flush();
    }

    void flush() {
        entities.flush();
    }

    /** Removes at once, so that what still refers to it is known here. */
    void remove(Object row) {
        entities.remove(row);
        entities.flush();
    }

    /** Removes a function with all its versions; false if somebody else just did. */
    boolean remove(TenantId tenant, UUID function) {
        return entities.createQuery("delete from FunctionRow where tenantId = :tenant and id = :id")
                        .setParameter("tenant", tenant.value())
                        .setParameter("id", function)
                        .executeUpdate()
                > 0;
    }

    /** A function, what it runs, and its URL if one is configured. */
    record Deployment(
            FunctionRow function,
            VersionRow latest,
            @Nullable UrlRow url) {}
}
