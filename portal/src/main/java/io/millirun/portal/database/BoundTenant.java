package io.millirun.portal.database;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import java.util.UUID;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;

/**
 * Tells Hibernate the tenant that is bound. Sessions without one exist (accounts belong to no tenant); they carry an id
 * that no tenant has, and PostgreSQL refuses their access to tenants' tables.
 */
final class BoundTenant implements CurrentTenantIdentifierResolver<UUID> {

    private static final UUID NONE = new UUID(0, 0);

    @Override
    public UUID resolveCurrentTenantIdentifier() {
        return CurrentTenant.get().map(TenantId::value).orElse(NONE);
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
