package io.millirun.portal;

import io.millirun.kernel.ProcessRole;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the launcher, in {@code run/platform} of the data folder, which process is up and where it listens. */
@Component
@ConditionalOnRole(ProcessRole.PORTAL)
class RunFile {

    private final Path file;
    private final URI portal;
    private final URI gateway;
    private final int management;

    RunFile(
            @Value("${millirun.data}") Path data,
            @Value("${management.server.port}") int management,
            PortalProperties properties) {
        this.file = data.resolve("run").resolve("platform");
        this.portal = properties.publicUrl();
        this.gateway = properties.gatewayUrl();
        this.management = management;
    }

    @EventListener(ApplicationReadyEvent.class)
    void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, """
                pid=%d
                portal=%s
                gateway=%s
                management=%d
                """.formatted(ProcessHandle.current().pid(), portal, gateway, management));
    }

    @PreDestroy
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
