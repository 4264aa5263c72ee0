package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tables of functions and versions; every question names the tenant. */
final class FunctionRows {

    private final EntityManager entities;

    FunctionRows(EntityManager entities) {
        this.entities = entities;
    }

    /** All functions with what they run, by name. */
    List<Deployment> all(TenantId tenant) {
        return entities.createQuery("""
                select new %s(f, v) from FunctionRow f join VersionRow v on v.tenantId = f.tenantId and v.functionId = f.id
                where f.tenantId = :tenant and v.number = :latest order by f.name
                """.formatted(Deployment.class.getName()), Deployment.class)
                .setParameter("tenant", tenant.value())
                .setParameter("latest", VersionRow.LATEST)
                .getResultList();
    }

    Optional<FunctionRow> find(TenantId tenant, FunctionName name) {
        return entities.createQuery("from FunctionRow where tenantId = :tenant and name = :name", FunctionRow.class)
                .setParameter("tenant", tenant.value())
                .setParameter("name", name.value())
                .getResultStream()
                .findFirst();
    }

    /** What a function runs; nobody else changes it until this transaction ends if {@code locked}. */
    VersionRow latest(TenantId tenant, UUID function, boolean locked) {
        return entities.find(
                VersionRow.class,
                new VersionRow.Key(tenant.value(), function, VersionRow.LATEST),
                locked ? LockModeType.PESSIMISTIC_WRITE : LockModeType.NONE);
    }

    /** Writes at once, so that a name that is taken is known here. */
    void add(FunctionRow function) {
        entities.persist(function);
        entities.flush();
    }

    void add(VersionRow version) {
        entities.persist(version);
    }

    /** Removes a function with all its versions; false if somebody else just did. */
    boolean remove(TenantId tenant, UUID function) {
        return entities.createQuery("delete from FunctionRow where tenantId = :tenant and id = :id")
                        .setParameter("tenant", tenant.value())
                        .setParameter("id", function)
                        .executeUpdate()
                > 0;
    }

    /** A function and what it runs. */
    record Deployment(FunctionRow function, VersionRow latest) {}
}
