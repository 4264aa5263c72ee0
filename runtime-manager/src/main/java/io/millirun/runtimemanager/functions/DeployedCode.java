package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import java.util.List;

/**
 * The code of a function that was deployed or changed.
 *
 * @param digest of its package
 * @param layers digests of its layers' packages, in their order
 */
public record DeployedCode(TenantId tenant, String digest, List<String> layers) {

    public DeployedCode {
        layers = List.copyOf(layers);
    }
}
