package io.millirun.portal.tariff;

import io.millirun.billing.statement.DeployedFunctions;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How many functions stand ready and what they are called, from the catalog. */
@Component
class CatalogFunctions implements DeployedFunctions {

    private final FunctionCatalog catalog;

    CatalogFunctions(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public long count(TenantId tenant) {
        return catalog.list(tenant).size();
    }

    @Override
    public Map<FunctionId, String> names(TenantId tenant) {
        Map<FunctionId, String> names = new HashMap<>();
        catalog.former(tenant).forEach((function, name) -> names.put(function, name.value()));
        catalog.list(tenant)
                .forEach(function ->
                        names.put(function.latest().function(), function.name().value()));
        return names;
    }
}
