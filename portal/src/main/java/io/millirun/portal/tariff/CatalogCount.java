package io.millirun.portal.tariff;

import io.millirun.billing.statement.DeployedFunctions;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import org.springframework.stereotype.Component;

/** How many functions stand ready, from the catalog. */
@Component
class CatalogCount implements DeployedFunctions {

    private final FunctionCatalog catalog;

    CatalogCount(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public long count(TenantId tenant) {
        return catalog.list(tenant).size();
    }
}
