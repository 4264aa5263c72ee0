package io.millirun.runtimemanager.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import io.millirun.runtimemanager.code.CodePackage;
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

    @Enumerated(EnumType.STRING)
    private UrlAuth urlAuth;

    private String codeDigest;
    private long codeSize;
    private Instant modifiedAt;

    @SuppressWarnings("NullAway.Init") // Filled by Hibernate.
    VersionRow() {}

    @SuppressWarnings("NullAway.Init") // The calls fill the rest.
    VersionRow(
            TenantId tenant,
            FunctionId function,
            FunctionSettings settings,
            CodePackage code,
            EnvironmentCipher cipher,
            Instant now) {
        this.tenantId = tenant.value();
        this.functionId = function.value();
        this.number = LATEST;
        configure(settings, cipher, now);
        deploy(code, now);
    }

    final void configure(FunctionSettings settings, EnvironmentCipher cipher, Instant now) {
        description = settings.description();
        runtime = settings.runtime();
        handler = settings.handler();
        memoryMb = settings.memoryMb();
        timeoutMs = Math.toIntExact(settings.timeout().toMillis());
        environment = cipher.seal(new TenantId(tenantId), functionId, settings.environment());
        urlAuth = settings.urlAuth();
        changed(now);
    }

    final void deploy(CodePackage code, Instant now) {
        codeDigest = code.digest();
        codeSize = code.size();
        changed(now);
    }

    private void changed(Instant now) {
        revision = Uuid7.next();
        modifiedAt = now;
    }

    UUID functionId() {
        return functionId;
    }

    UUID revision() {
        return revision;
    }

    DeployedFunction toFunction(FunctionRow function, EnvironmentCipher cipher) {
        TenantId tenant = new TenantId(tenantId);
        FunctionVersion version = new FunctionVersion(
                tenant,
                new FunctionId(functionId),
                function.name(),
                number == LATEST ? FunctionVersion.LATEST : Integer.toString(number),
                revision,
                runtime,
                handler,
                new MemorySize(memoryMb),
                Duration.ofMillis(timeoutMs),
                cipher.open(tenant, functionId, environment),
                codeDigest,
                codeSize,
                urlAuth);
        return new DeployedFunction(version, description, function.createdAt(), modifiedAt);
    }

    record Key(UUID tenantId, UUID functionId, int number) implements Serializable {}
}
