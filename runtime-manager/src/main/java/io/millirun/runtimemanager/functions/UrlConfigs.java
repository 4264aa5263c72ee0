package io.millirun.runtimemanager.functions;

import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The URLs of functions and of their aliases. */
public final class UrlConfigs {

    private final FunctionStore store;

    UrlConfigs(FunctionStore store) {
        this.store = store;
    }

    /**
     * All URLs of a function.
     *
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public List<UrlConfig> list(TenantId tenant, FunctionName name) {
        return store.inTransaction(() -> {
            FunctionRow function = store.existing(tenant, name);
            return store.rows().urls(tenant, function.id()).stream()
                    .map(row -> row.toConfig(name))
                    .toList();
        });
    }

    /**
     * One URL; empty if none is configured.
     *
     * @param qualifier alias, or empty for {@code $LATEST}
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public Optional<UrlConfig> find(TenantId tenant, FunctionName name, String qualifier) {
        return store.inTransaction(() -> Optional.ofNullable(
                        store.rows().url(tenant, store.existing(tenant, name).id(), qualifier))
                .map(row -> row.toConfig(name)));
    }

    /**
     * Configures a URL.
     *
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function or alias,
     *     {@code ResourceConflictException} if there is such a URL
     */
    public UrlConfig create(TenantId tenant, FunctionName name, String qualifier, FunctionUrl url) {
        return store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            if (!qualifier.isEmpty() && store.rows().alias(tenant, function.id(), qualifier) == null) {
                throw FunctionStore.notFound("Cannot find alias " + qualifier + " of function " + name + ".");
            }
            if (store.rows().url(tenant, function.id(), qualifier) != null) {
                throw FunctionStore.conflict("FunctionUrlConfig exists for this Lambda function");
            }
            UrlRow row = new UrlRow(tenant, function.id(), qualifier, url, store.now());
            store.rows().add(row);
            store.tell(tenant, function.id());
            return row.toConfig(name);
        });
    }

    /**
     * Changes a URL.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public UrlConfig update(TenantId tenant, FunctionName name, String qualifier, UnaryOperator<FunctionUrl> change) {
        return store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            UrlRow row = existing(tenant, function, qualifier);
            row.change(change.apply(row.toUrl()), store.now());
            store.tell(tenant, function.id());
            return row.toConfig(name);
        });
    }

    /**
     * Removes a URL: its address answers "not found" from then on.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public void delete(TenantId tenant, FunctionName name, String qualifier) {
        store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            store.rows().remove(existing(tenant, function, qualifier));
            store.tell(tenant, function.id());
            return name;
        });
    }

    private UrlRow existing(TenantId tenant, FunctionRow function, String qualifier) {
        UrlRow row = store.rows().url(tenant, function.id(), qualifier);
        if (row == null) {
            throw FunctionStore.notFound("The resource you requested does not exist: function " + function.name()
                    + (qualifier.isEmpty() ? "" : ":" + qualifier) + " has no URL configuration.");
        }
        return row;
    }
}
