package io.millirun.portal.functions;

import io.millirun.kernel.TenantId;
import io.millirun.portal.PortalProperties;
import io.millirun.runtimemanager.export.ExportLinks;
import io.millirun.runtimemanager.functions.DeployedVersion;
import java.net.URI;
import org.springframework.stereotype.Component;

/** Where versions can be fetched as container images: at the gateway, whose process has an engine. */
@Component
class ImageAddresses {

    private final ExportLinks links;
    private final URI gateway;

    ImageAddresses(ExportLinks links, PortalProperties portal) {
        this.links = links;
        this.gateway = portal.gatewayUrl();
    }

    /**
     * An address that is good for ten minutes.
     *
     * @param part {@code dockerfile} for that alone; empty for the image
     */
    URI address(TenantId tenant, DeployedVersion version, String part) {
        String path = links.path(new ExportLinks.Target(
                tenant, version.version().name(), version.version().version()));
        return gateway.resolve(part.equals("dockerfile") ? path + "?part=dockerfile" : path);
    }
}
