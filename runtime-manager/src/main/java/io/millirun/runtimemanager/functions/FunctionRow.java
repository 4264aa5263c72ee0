package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A function's row; what it runs is in its {@link VersionRow}s. */
@Entity
@Table(schema = "runtime_manager", name = "function")
@IdClass(FunctionRow.Key.class)
class FunctionRow {

    @Id
    private UUID tenantId;

    @Id
    private UUID id;

    private String name;
    private Instant createdAt;
    private Instant updatedAt;
    private int lastVersion;
    private @Nullable Integer reservedConcurrency;

    @Column(insertable = false, updatable = false)
    private String recursiveLoop = "Terminate";

    @SuppressWarnings("NullAway.Init") // Filled by Hibernate.
    FunctionRow() {}

    FunctionRow(TenantId tenant, FunctionId id, FunctionName name, Instant now) {
        this.tenantId = tenant.value();
        this.id = id.value();
        this.name = name.value();
        this.createdAt = now;
        this.updatedAt = now;
    }

    UUID id() {
        return id;
    }

    FunctionName name() {
        return new FunctionName(name);
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    int lastVersion() {
        return lastVersion;
    }

    /** The number of a new version. */
    int nextVersion() {
        return ++lastVersion;
    }

    @Nullable
    Integer reservedConcurrency() {
        return reservedConcurrency;
    }

    /** Whether calls may come back to it in a circle as often as they like. */
    boolean mayLoop() {
        return recursiveLoop.equals("Allow");
    }

    void reserve(@Nullable Integer calls) {
        reservedConcurrency = calls;
    }

    void updated(Instant now) {
        updatedAt = now;
    }

    record Key(UUID tenantId, UUID id) implements Serializable {}
}
