package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** The URL of a function's {@code $LATEST}, whose qualifier is empty, or of one of its aliases. */
@Entity
@Table(schema = "runtime_manager", name = "function_url")
@IdClass(UrlRow.Key.class)
class UrlRow {

    static final String UNQUALIFIED = "";

    @Id
    private UUID tenantId;

    @Id
    private UUID functionId;

    @Id
    private String qualifier;

    private String urlId;

    @Enumerated(EnumType.STRING)
    private UrlAuth auth;

    @ColumnTransformer(write = "?::jsonb")
    private @Nullable String cors;

    @Enumerated(EnumType.STRING)
    private InvokeMode invokeMode;

    private boolean figures;
    private Instant createdAt;
    private Instant modifiedAt;

    @SuppressWarnings("NullAway.Init") // Filled by Hibernate.
    UrlRow() {}

    @SuppressWarnings("NullAway.Init") // The call fills the rest.
    UrlRow(TenantId tenant, UUID function, String qualifier, FunctionUrl url, Instant now) {
        this.tenantId = tenant.value();
        this.functionId = function;
        this.qualifier = qualifier;
        this.urlId = UrlId.next();
        this.createdAt = now;
        change(url, now);
    }

    final void change(FunctionUrl url, Instant now) {
        auth = url.auth();
        cors = url.cors() == null ? null : StoredJson.write(url.cors());
        invokeMode = url.mode();
        figures = url.figures();
        modifiedAt = now;
    }

    FunctionUrl toUrl() {
        return new FunctionUrl(auth, cors == null ? null : StoredJson.read(cors, UrlCors.class), invokeMode, figures);
    }

    UrlConfig toConfig(FunctionName name) {
        return new UrlConfig(name, qualifier, urlId, toUrl(), createdAt, modifiedAt);
    }

    record Key(UUID tenantId, UUID functionId, String qualifier) implements Serializable {}
}
