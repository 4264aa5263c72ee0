package io.millirun.portal;

import io.millirun.kernel.ProcessRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says, once the process is up, what it does and where it listens. */
@Component
class StartupReport {

    private static final Logger log = LoggerFactory.getLogger("io.millirun");

    private final Roles roles;
    private final PortalProperties properties;
    private final String management;

    StartupReport(
            Roles roles,
            PortalProperties properties,
            @Value("http://${management.server.address}:${management.server.port}") String management) {
        this.roles = roles;
        this.properties = properties;
        this.management = management;
    }

    @EventListener
    void on(ApplicationReadyEvent ready) {
        log.info("Up with the roles {}", roles);
        if (roles.has(ProcessRole.PORTAL)) {
            log.info("Portal   {}", properties.publicUrl());
        }
        if (roles.has(ProcessRole.RUNTIME_MANAGER)) {
            log.info("Gateway  {}", properties.gatewayUrl());
        }
        log.info("Health   {}/readyz, metrics {}/metrics", management, management);
    }
}
