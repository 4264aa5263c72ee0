package io.millirun.portal.accesskey;

import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A row of {@code access_keys}; its organization is filled in and checked by Hibernate. */
@Entity
@Table(schema = "portal", name = "access_keys")
class AccessKey {

    @Id
    private String id;

    @TenantId
    @SuppressWarnings("UnusedVariable") // Hibernate's, and named in queries.
    private UUID tenantId;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private byte[] sealedSecret;

    @Column(nullable = false)
    private String[] scopes;

    private String @Nullable [] functions;

    @Column(nullable = false)
    private UUID createdBy;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant expiresAt;

    private @Nullable Instant lastUsedAt;

    private @Nullable Instant revokedAt;

    private @Nullable String replaces;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected AccessKey() {}

    @SuppressWarnings("NullAway.Init")
    AccessKey(
            String id,
            String name,
            byte[] sealedSecret,
            Grants grants,
            UUID createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable String replaces) {
        this.id = id;
        this.name = name;
        this.sealedSecret = sealedSecret;
        this.scopes = grants.scopes().stream().map(Scope::name).toArray(String[]::new);
        this.functions = grants.functions() == null
                ? null
                : grants.functions().stream().sorted().toArray(String[]::new);
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.replaces = replaces;
    }

    UUID creator() {
        return createdBy;
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    void revoke(Instant now) {
        revokedAt = now;
    }

    /** Works until {@code end} at the latest. */
    void expireBy(Instant end) {
        if (expiresAt == null || end.isBefore(expiresAt)) {
            expiresAt = end;
        }
    }

    /** How long it works in all; null without end. */
    @Nullable
    Duration life() {
        return expiresAt == null ? null : Duration.between(createdAt, expiresAt);
    }

    String name() {
        return name;
    }

    Grants grants() {
        return new Grants(
                Arrays.stream(scopes).map(Scope::valueOf).collect(Collectors.toSet()),
                functions == null ? null : Set.of(functions));
    }

    AccessKeyView view(Instant now) {
        return new AccessKeyView(id, name, grants(), createdAt, expiresAt, lastUsedAt, revokedAt, replaces, now);
    }
}
