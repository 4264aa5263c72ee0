package io.millirun.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

class ProcessIT {

    @TempDir
    private Path data;

    @Test
    void aProcessWithoutThePortalsRoleOpensOnlyItsManagementPort() {
        try (ServletWebServerApplicationContext process = start("--roles=metering")) {
            assertThat(process.getWebServer())
                    .isNotNull()
                    .satisfies(server -> assertThat(server.getPort()).isNegative());
            Browser probe =
                    new Browser("http://localhost:" + process.getEnvironment().getProperty("local.management.port"));

            assertThat(probe.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(probe.get("/readyz").body()).contains("\"status\":\"UP\"", "db");
            assertThat(probe.get("/metrics").body()).contains("hikaricp_connections");
            assertThat(probe.get("/login").statusCode()).isNotEqualTo(200);
        }
    }

    @Test
    void theUserIsToldThatARoleDoesNotExist() {
        assertThat(catchThrowable(() -> start("--roles=runner"))).hasStackTraceContaining("\"runner\" is not a role");
    }

    private ServletWebServerApplicationContext start(String role) {
        return (ServletWebServerApplicationContext) MillirunApplication.application()
                .run(
                        role,
                        "--millirun.data=" + data,
                        "--millirun.database.url=" + PortalPostgres.another(),
                        "--millirun.database.app-role=process_app",
                        "--millirun.database.worker-role=process_worker",
                        "--millirun.runtime-manager.runtimes-directory=../runtimes",
                        "--management.server.port=0");
    }
}
