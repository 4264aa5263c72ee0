package io.millirun.portal;

import io.millirun.kernel.ProcessRole;
import java.time.Clock;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What every process has, whatever its roles. */
@Configuration(proxyBeanMethods = false)
class AssemblyConfiguration {

    /** The factory's sign for a server that opens no port. */
    private static final int NO_PORT = -1;

    @Bean
    Roles roles(Environment environment) {
        return Roles.of(environment);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** A process without the portal's role serves health and metrics on the management port, and nothing else. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> portalPort(Roles roles) {
        return factory -> {
            if (!roles.has(ProcessRole.PORTAL)) {
                factory.setPort(NO_PORT);
            }
        };
    }
}
