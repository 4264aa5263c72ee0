package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.CodeStorage;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionCode;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.VersionState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts code and configuration where callers find them. */
final class Deployer {

    private final FunctionCatalog catalog;
    private final CodeStorage storage;

    Deployer(FunctionCatalog catalog, CodeStorage storage) {
        this.catalog = catalog;
        this.storage = storage;
    }

    private void requireRoom(TenantId tenant, FunctionCode code) {
        if (code instanceof FunctionCode.Zip(var content)) {
            storage.require(tenant, content.size());
        }
    }

    DeployedFunction create(TenantId tenant, String name, FunctionSettings settings, FunctionCode code) {
        requireRoom(tenant, code);
        return catalog.create(tenant, name, settings, code, VersionState.READY);
    }

    DeployedFunction updateCode(
            TenantId tenant,
            FunctionName name,
            FunctionCode code,
            @Nullable FunctionSettings settings,
            @Nullable UUID expected) {
        requireRoom(tenant, code);
        return catalog.updateCode(tenant, name, code, settings, expected);
    }

    DeployedFunction updateConfiguration(
            TenantId tenant, FunctionName name, FunctionSettings settings, @Nullable UUID expected) {
        return catalog.updateConfiguration(tenant, name, settings, expected);
    }
}
