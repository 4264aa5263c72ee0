package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** One version of a function; number 0 is {@code $LATEST}, which alone changes. */
@Entity
@Table(schema = "runtime_manager", name = "function_version")
@IdClass(VersionRow.Key.class)
class VersionRow {

    static final int LATEST = 0;

    @Id
    private UUID tenantId;

    @Id
    private UUID functionId;

    @Id
    private int number;

    private UUID revision;
    private String description;
    private String runtime;
    private String handler;
    private int memoryMb;
    private int timeoutMs;
    private byte[] environment;

    private String codeDigest;
    private long codeSize;
    private @Nullable String imageUri;

    @ColumnTransformer(write = "?::jsonb")
    private String options;

    private String[] layerDigests;

    @Enumerated(EnumType.STRING)
    private VersionState.Phase phase;

    private String phaseCode;
    private String phaseReason;

    @Enumerated(EnumType.STRING)
    private VersionState.Update lastUpdate;

    private String lastUpdateCode;
    private String lastUpdateReason;
    private Instant modifiedAt;

    @SuppressWarnings("NullAway.Init") // Filled by Hibernate.
    VersionRow() {}

    @SuppressWarnings("NullAway.Init") // The calls fill the rest.
    VersionRow(
            TenantId tenant,
            FunctionId function,
            FunctionSettings settings,
            FunctionCode code,
            VersionState state,
            EnvironmentCipher cipher,
            Instant now) {
        this.tenantId = tenant.value();
        this.functionId = function.value();
        this.number = LATEST;
        configure(settings, cipher, now);
        deploy(code, now);
        report(state, now);
    }

    /** A snapshot of {@code latest}. */
    VersionRow(VersionRow latest, int number, String description, Instant now) {
        this.tenantId = latest.tenantId;
        this.functionId = latest.functionId;
        this.number = number;
        this.description = description;
        copy(latest);
        changed(now);
    }

    /** Becomes what {@code version} is, under its own number and description. */
    final void restore(VersionRow version, Instant now) {
        copy(version);
        changed(now);
    }

    private void copy(VersionRow other) {
        runtime = other.runtime;
        handler = other.handler;
        memoryMb = other.memoryMb;
        timeoutMs = other.timeoutMs;
        environment = other.environment;
        codeDigest = other.codeDigest;
        codeSize = other.codeSize;
        imageUri = other.imageUri;
        options = other.options;
        layerDigests = other.layerDigests;
        phase = other.phase;
        phaseCode = other.phaseCode;
        phaseReason = other.phaseReason;
        lastUpdate = other.lastUpdate;
        lastUpdateCode = other.lastUpdateCode;
        lastUpdateReason = other.lastUpdateReason;
    }

    final void configure(FunctionSettings settings, EnvironmentCipher cipher, Instant now) {
        description = settings.description();
        runtime = settings.runtime();
        handler = settings.handler();
        memoryMb = settings.memoryMb();
        timeoutMs = Math.toIntExact(settings.timeout().toMillis());
        environment = cipher.seal(new TenantId(tenantId), functionId, settings.environment());
        options = StoredJson.write(settings.options());
        layerDigests = settings.options().layers().stream()
                .map(LayerUse::codeDigest)
                .distinct()
                .toArray(String[]::new);
        changed(now);
    }

    final void deploy(FunctionCode code, Instant now) {
        switch (code) {
            case FunctionCode.Zip(var content) -> {
                codeDigest = content.digest();
                codeSize = content.size();
                imageUri = null;
            }
            case FunctionCode.Image(var uri, var digest) -> {
                codeDigest = digest;
                codeSize = 0;
                imageUri = uri;
            }
        }
        changed(now);
    }

    final void report(VersionState state, Instant now) {
        phase = state.phase();
        phaseCode = state.code();
        phaseReason = state.reason();
        lastUpdate = state.update();
        lastUpdateCode = state.updateCode();
        lastUpdateReason = state.updateReason();
        modifiedAt = now;
    }

    private void changed(Instant now) {
        revision = Uuid7.next();
        modifiedAt = now;
    }

    int number() {
        return number;
    }

    UUID functionId() {
        return functionId;
    }

    UUID revision() {
        return revision;
    }

    /** @param url of the version, null if nobody configured one */
    DeployedVersion toVersion(FunctionRow function, @Nullable UrlRow url, EnvironmentCipher cipher) {
        TenantId tenant = new TenantId(tenantId);
        FunctionVersion version = new FunctionVersion(
                tenant,
                new FunctionId(functionId),
                function.name(),
                label(number),
                number == LATEST ? "" : label(number),
                revision,
                runtime,
                handler,
                new MemorySize(memoryMb),
                Duration.ofMillis(timeoutMs),
                cipher.open(tenant, functionId, environment),
                imageUri,
                codeDigest,
                codeSize,
                StoredJson.read(options, FunctionOptions.class),
                new VersionState(phase, phaseCode, phaseReason, lastUpdate, lastUpdateCode, lastUpdateReason),
                url == null ? FunctionUrl.UNCONFIGURED : url.toUrl(),
                function.reservedConcurrency(),
                function.mayLoop());
        return new DeployedVersion(version, description, modifiedAt);
    }

    DeployedFunction toFunction(FunctionRow function, @Nullable UrlRow url, EnvironmentCipher cipher) {
        DeployedVersion version = toVersion(function, url, cipher);
        return new DeployedFunction(version.version(), description, function.createdAt(), modifiedAt);
    }

    /** What a version's number is called. */
    static String label(int number) {
        return number == LATEST ? FunctionVersion.LATEST : Integer.toString(number);
    }

    record Key(UUID tenantId, UUID functionId, int number) implements Serializable {}
}
