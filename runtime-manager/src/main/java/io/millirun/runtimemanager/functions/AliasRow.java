package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An alias: a name for one version, or for two that share its calls. */
@Entity
@Table(schema = "runtime_manager", name = "function_alias")
@IdClass(AliasRow.Key.class)
class AliasRow {

    @Id
    private UUID tenantId;

    @Id
    private UUID functionId;

    @Id
    private String name;

    private String description;
    private int version;
    private @Nullable Integer additionalVersion;
    private @Nullable BigDecimal additionalWeight;
    private UUID revision;
    private Instant modifiedAt;

    @SuppressWarnings("NullAway.Init") // Filled by Hibernate.
    AliasRow() {}

    @SuppressWarnings("NullAway.Init") // The call fills the rest.
    AliasRow(TenantId tenant, UUID function, String name, String description, AliasTarget target, Instant now) {
        this.tenantId = tenant.value();
        this.functionId = function;
        this.name = name;
        change(description, target, now);
    }

    final void change(String newDescription, AliasTarget target, Instant now) {
        description = newDescription;
        version = number(target.version());
        additionalVersion = target.additionalVersion() == null ? null : number(target.additionalVersion());
        additionalWeight = target.additionalVersion() == null ? null : target.additionalWeight();
        revision = Uuid7.next();
        modifiedAt = now;
    }

    private static int number(String version) {
        return version.equals(FunctionVersion.LATEST) ? VersionRow.LATEST : Integer.parseInt(version);
    }

    UUID revision() {
        return revision;
    }

    Alias toAlias(FunctionName function) {
        AliasTarget target = new AliasTarget(
                VersionRow.label(version),
                additionalVersion == null ? null : VersionRow.label(additionalVersion),
                additionalWeight == null ? BigDecimal.ZERO : additionalWeight.stripTrailingZeros());
        return new Alias(function, name, description, target, revision, modifiedAt);
    }

    record Key(UUID tenantId, UUID functionId, String name) implements Serializable {}
}
